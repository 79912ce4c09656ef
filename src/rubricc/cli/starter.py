"""The rubric that `rubricc new` writes, with its facts, in both vocabularies. `NAME` stands for its name."""

RUBRIC = {
    "zh": """\
# 从这里改起。缩进表示层次，# 之后是注释。
# rubricc check 检查，rubricc score 计分，rubricc explain 看推导，rubricc test 核对文末的案例。

评分表 "NAME" 版本 "1"：
    总分 100
    等级：优 ≥ 90，良 ≥ 80，中 ≥ 60，差 其他
    约定 cn-fiscal  # 不足一步按一步计，扣到 0 分为止，等等；推导里会写明用到了哪些

# 计分用到的数据。写明范围，填错的数会被指出来。
数据 月报 按月 2024-01 .. 2024-06：
    来电数：计数 至多 1_000_000
    接通数：计数 ≤ 来电数
    更新数：计数

数据 核查：
    有管理制度、制度有执行记录：是否
    验收结论：选项 合格、整改后合格、不合格
    完成日期：日期
    满意度：百分比 0% .. 100%

A 过程 权重20：
    A1 管理制度 权重20：
        清单：
            有管理制度 "制定了管理制度"：10分
            制度有执行记录 "按制度执行，有记录"：10分

B 产出 权重60：
    B1 接通率 权重25：
        取 合计(接通数)/合计(来电数)
        目标 ≥ 95%
        每低1%扣2分，扣完为止
    B2 验收结论 权重15：
        按 验收结论：
            合格：满分
            整改后合格：一半
            不合格：0分
    B3 知识库更新 权重10：
        每月 当 更新数 < 20 扣2分
    B4 完成时间 权重10：
        取 完成日期
        期限 2024-06-30
        每迟1个月扣5分

C 效益 权重20：
    C1 满意度 权重20：
        目标 ≥ 90%
        每低1%扣1分

# 案例说明数据在哪里、应得多少分。
案例 "上半年"：
    数据 月报 "monthly.csv"，"facts.yaml"
    应得 A = 20，B1 = 23，B3 = 8，总分 = 93，等级 = 优
""",
    "en": """\
# Start here. Indentation makes the levels, and what follows # is a comment.
# rubricc check checks, rubricc score scores, rubricc explain derives, rubricc test runs the case below.

rubric "NAME" version "1":
    total 100
    grades: excellent >= 90, good >= 80, fair >= 60, poor otherwise
    convention cn-fiscal  # a started step counts, points stop at 0, and so on; a derivation says what it used

# The facts. Say their ranges, and wrong figures are named.
data monthly by month 2024-01 .. 2024-06:
    calls: count up to 1_000_000
    answered: count <= calls
    updates: count

data audit:
    rules_written, rules_followed: yes/no
    acceptance: one of passed, passed_later, failed
    finished: date
    satisfaction: percent 0% .. 100%

A Process weight 20:
    A1 Rules weight 20:
        checklist:
            rules_written "there are written rules": 10
            rules_followed "the rules are followed, with records": 10

B Output weight 60:
    B1 Answer rate weight 25:
        of sum(answered) / sum(calls)
        target >= 95%
        deduct 2 per 1% below
    B2 Acceptance weight 15:
        by acceptance:
            passed: full
            passed_later: half
            failed: 0
    B3 Knowledge base weight 10:
        deduct 2 per month where updates < 20
    B4 Time weight 10:
        of finished
        target by 2024-06-30
        deduct 5 per month late

C Effect weight 20:
    C1 satisfaction weight 20:
        target >= 90%
        deduct 1 per 1% below

# A case says where the facts are, and what they should score.
case "first half":
    data monthly "monthly.csv", "facts.yaml"
    expect A = 20, B1 = 23, B3 = 8, total = 93, grade = excellent
""",
}
_ROWS = """\
2024-01,1200,1130,25
2024-02,1100,1030,31
2024-03,1300,1235,18
2024-04,1250,1180,22
2024-05,1280,1190,27
2024-06,1310,1250,40
"""
MONTHS = {"zh": "月份,来电数,接通数,更新数\n" + _ROWS, "en": "month,calls,answered,updates\n" + _ROWS}
DATA = {
    "zh": """\
核查:
  有管理制度: 是
  制度有执行记录: 是
  验收结论: 合格
  完成日期: 2024-06-20
  满意度: 87.5%
""",
    "en": """\
audit:
  rules_written: yes
  rules_followed: yes
  acceptance: passed
  finished: 2024-06-20
  satisfaction: 87.5%
""",
}
