"""What columns of sheets and labels of forms are called, by field of a case, the name that says it best first."""

from __future__ import annotations


def _names(*lines: str) -> tuple[str, ...]:
    return tuple("".join(lines).split("、"))


SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": _names("id、case id、案例编号、案例id、入库编号"),
    "edition": _names("edition、届、届次、届别、期次、参评届次"),
    "title": _names(
        "title、case title、案例名称、案例标题、案例题目、案例名、案例题名、申报案例名称、参评案例、申报案例、",
        "案例主题名称、题目、标题、申报题目、申报项目名称、申报项目、项目名称、作品名称、案例、名称",
    ),
    "unit": _names(
        "unit、organisation、organization、申报单位、申报单位名称、申报单位全称、案例申报单位、申报主体、申报机构、",
        "申请单位、参评单位、报送单位、案例报送单位、报送主体、案例单位、单位名称、单位全称、单位、实施单位、",
        "所属单位、责任单位、牵头单位、主办单位、填报单位、选送单位、推荐单位",
    ),
    "unit_type": _names(
        "unit type、单位类型、单位类别、单位性质、主体类型、申报单位类型、申报单位类别、申报主体类型、",
        "申报主体类别、申报单位性质、机构类型",
    ),
    "district": _names(
        "district、所属区、区、区县、所在区、行政区、区域、所属区县、所在区县、所属行政区、辖区、区名、",
        "所属地区、地区、所在行政区、所在地区、申报区",
    ),
    "town": _names(
        "town、街镇、街道、街道镇、所属街镇、所在街镇、街道乡镇、乡镇、镇、乡镇街道、街道镇乡、所属街道、",
        "所在街道、所属街道镇、所在街道镇、街镇名称、街道名称、所属乡镇、所在乡镇",
    ),
    "place": _names("所属区街镇、区街镇、区及街镇、所在区街镇、所属区及街镇、所在地、实施地点、实施地、区街道"),
    "themes": _names(
        "themes、theme、主题、类别、案例主题、案例类别、申报主题、申报类别、主题类别、主题分类、案例分类、",
        "案例类型、所属主题、所属类别、领域、所属领域、申报方向、申报领域、类型、分类、参评类别",
    ),
    "tags": _names("tags、tag、keywords、标签、关键词、关键字、案例关键词、主题词"),
    "summary": _names(
        "summary、abstract、案例简介、内容摘要、摘要、简介、案例摘要、案例概述、概述、内容简介、项目简介、",
        "案例概要、概要、案例内容摘要、案例介绍、内容概要、案例内容简介、案例基本情况",
    ),
    "text": _names(
        "text、full text、正文、案例正文、全文、案例全文、案例内容、主要内容、详细内容、案例详情、",
        "主要做法、具体做法、做法、背景、案例背景、实施背景、背景情况、成效、主要成效、工作成效、实施成效、",
        "创新点、主要创新点、创新做法、经验启示、启示、经验与启示、实施效果、推广价值、案例成效、创新亮点、",
        "特色亮点、亮点、主要经验、背景与起因、做法与经过、成效与反响、探讨与评论、下一步打算、下一步工作",
    ),
    "figures": _names("figures、figure、关键数字、关键数据、主要数据、数据、成效数据、量化成效"),
    "award_tier": _names("award tier、award、奖项、奖次、获奖等次、获奖情况、获奖等级、评选结果、奖项等级、获奖"),
    "status": _names("status、状态、申报状态"),
    "contact_name": _names(
        "contact name、联系人、联系人姓名、联络人、联络员、填报人、经办人、填表人、案例联系人、申报联系人、",
        "项目联系人、具体联系人、单位联系人、申报单位联系人、联系人员",
    ),
    "contact_phone": _names(
        "contact phone、phone、mobile、telephone、tel、联系电话、手机、电话、手机号、手机号码、联系方式、",
        "联系人电话、联系手机、联系人手机、办公电话、固定电话、座机、联系人联系电话、联系号码、移动电话、",
        "联系人联系方式、电话号码、联系人手机号、联系人手机号码、联系人办公电话、手机电话",
    ),
    "contact_email": _names(
        "contact email、email、e mail、mail、邮箱、电子邮箱、电子邮件、邮件、联系邮箱、邮箱地址、",
        "联系人邮箱、电子信箱、email地址、联系人电子邮箱、电子邮箱地址",
    ),
    "contact": _names(
        "联系人及电话、联系人及联系方式、联系人电话邮箱、联系人和电话、联系人及联系电话、",
        "联系人联系方式电话、联系人姓名及电话、联系人与电话、联系人手机邮箱、联系信息、联系人姓名电话",
    ),
    "sources": _names("sources、source、来源、资料来源、出处"),
    "related": _names("related、相关案例、往届案例、关联案例"),
    "notes": _names("notes、note"),
    "extra": _names("extra、其他列"),
    "submitted_on": _names(
        "submitted on、submitted、申报日期、报送日期、提交日期、申报时间、报送时间、提交时间、填报日期、",
        "填表日期、填报时间、填表时间、递交日期",
    ),
    "added_at": _names("added at"),
    "updated_at": _names("updated at"),
}
OTHER_LABELS = frozenset(  # labels of forms that are no field of a case
    _names(
        "主要领导、传真、作者、分管领导、单位信息、单位地址、单位意见、单位盖章、单位负责人、启动时间、地址、",
        "基本信息、填表说明、备注、姓名、学历、实施时间、审核意见、年龄、序号、性别、承诺、推荐单位意见、",
        "推荐意见、案例信息、案例负责人、民族、法人、法定代表人、申报人、申报信息、申报单位意见、",
        "申报单位推荐意见、盖章、科室、签字、组委会意见、编号、网址、职务、职称、联系信息、联系地址、证明材料、",
        "评审意见、负责人、负责人签字、负责人职务、起止时间、通讯地址、邮政编码、邮编、部门、附件、附件材料、",
        "项目负责人",
    )
)
VETOES = _names(  # words that make a header mean something else than the name it resembles
    "地址、邮编、传真、职务、职称、编号、人数、金额、数量、审核、意见、盖章、负责、领导、性别、年龄、",
    "身份证、网址、备注、评分、得分、分值、是否、附件、民族、学历、法人、签字、经费、份数、类、性质、简介、",
    "摘要、日期、时间、电话、手机、邮、人、层级、级别、排名、序号、页、字数",
)
