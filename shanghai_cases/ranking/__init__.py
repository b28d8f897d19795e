"""From experts' scores to a ranking that says how sure it is, and on to awards: values in, values out."""
