"""RB8: ledgers. RB800x to RB802x are what a verifier finds; its sentences are the titles here (a test holds that)."""

from __future__ import annotations

from rubricc.dsl.diagnostics.prose import Entry, Prose, Severity

# What a verifier finds: the titles alone, since the verifier, which stands for itself, says no more.
_FOUND = {
    "RB8001": ("{folder} 里没有台账", "There is no ledger in {folder}"),
    "RB8002": ("台账里有不该有的文件，或缺一段：{name}", "A file that does not belong, or a missing segment: {name}"),
    "RB8003": ("末尾有一条没写完的记录：{name}", "The last line was never finished: {name}"),
    "RB8004": ("{where} 不是规范的 JSON：{reason}", "{where} is not canonical JSON: {reason}"),
    "RB8005": ("{where} 的内容不合格式：{reason}", "{where} does not have the form of a record: {reason}"),
    "RB8006": ("{where} 的编号是 {found}，应为 {wanted}", "{where} has the number {found} instead of {wanted}"),
    "RB8007": ("{where} 与前一条记录接不上", "{where} does not follow from the record before it"),
    "RB8008": ("{where} 的时间 {at} 早于前一条", "The time {at} of {where} is before that of the record before"),
    "RB8009": ("{where} 不能是台账的开头：{reason}", "{where} cannot be the start of a ledger: {reason}"),
    "RB8010": ("这是台账 {found}，不是 {wanted}", "This is the ledger {found}, not {wanted}"),
    "RB8011": ("这本台账从未用过指定的公钥", "The ledger never had the public key that was given"),
    "RB8012": ("{where} 换公钥，没有新旧两把钥匙的签名", "{where} changes the key without the signatures of both keys"),
    "RB8013": ("检查点 {name} 不合格式：{reason}", "The checkpoint {name} does not have its form: {reason}"),
    "RB8014": (
        "检查点 {name} 的签名不成立：被改过、抄错了，或是另一把钥匙签的",
        "Checkpoint {name} is changed, miscopied, or by another key",
    ),
    "RB8015": ("检查点 {name} 之后记录被截去：应有 {wanted} 条，只有 {found} 条",
               "Records cut off: {name} has seen {wanted}, here are {found}"),
    "RB8016": ("检查点 {name} 之前的记录被改动", "Records were changed since the checkpoint {name}"),
    "RB8017": ("{where} 的文件 {name} 不见了", "The file {name} of {where} is missing"),
    "RB8018": ("{where} 的文件 {name} 被改动", "The file {name} of {where} was changed"),
    "RB8019": ("{where} 的调整不成立：{reason}", "The adjustment of {where} does not hold: {reason}"),
    "RB8020": ("{where} 的各行与记录的根不符", "The rows of {where} do not have the root that it records"),
    "RB8021": ("{where} 把已发布的 {name} 又发布成别的内容", "{where} publishes {name} again with another content"),
    "RB8022": ("证明文件不合格式：{reason}", "The proof does not have its form: {reason}"),
    "RB8023": ("证明不成立：{reason}", "The proof does not hold: {reason}"),
}  # fmt: skip

PROSE: dict[str, Entry] = {code: Entry(Prose(zh), Prose(en)) for code, (zh, en) in _FOUND.items()} | {
    "RB8030": Entry(
        zh=Prose("别的程序正在写台账 {folder}", notes="等了 {seconds} 秒", hint="等它写完再试"),
        en=Prose(
            "Another program is writing to the ledger {folder}",
            notes="Waited for {seconds} seconds",
            hint="Try again when it is done",
        ),
    ),
    "RB8031": Entry(
        zh=Prose(
            "不能读写台账 {folder}：{reason}", notes="没有记下新的记录", hint="检查磁盘空间和文件夹的权限"
        ),
        en=Prose(
            "The ledger {folder} cannot be read or written: {reason}",
            notes="No record was appended",
            hint="Check the space on the disk and the permissions of the folder",
        ),
    ),
    "RB8032": Entry(
        zh=Prose("现在的时间 {now} 早于最后一条记录的 {last}", hint="校准系统时钟；台账的时间只能向前"),
        en=Prose(
            "The time {now} is before that of the last record, {last}",
            hint="Set the clock right; the time of a ledger only goes forward",
        ),
    ),
    "RB8033": Entry(
        zh=Prose("{folder} 不是空文件夹，不能在此建台账", hint="另选一个文件夹"),
        en=Prose("{folder} is not empty, so no ledger can start there", hint="Choose another folder"),
    ),
    "RB8034": Entry(
        zh=Prose("记录太大：{size} 字节，至多 {limit}", hint="把大文件放在数据文件里，不要写进记录"),
        en=Prose("The record has {size} bytes, at most {limit} fit", hint="Keep what is large in a file"),
    ),
    "RB8035": Entry(
        zh=Prose(
            "台账 {folder} 已损坏",
            notes="坏在 {where}：第 {number} 条读不出，或与前一条接不上；没有写入任何内容",
            hint="运行 rubricc audit verify，看还坏在哪里",
        ),
        en=Prose(
            "The ledger {folder} is damaged",
            notes="The damage is in {where}, at record {number}: it cannot be read, or does not follow. "
            "Nothing was written",
            hint="Run rubricc audit verify to see what else is",
        ),
    ),
    "RB8036": Entry(
        zh=Prose("台账里没有第 {number} 条记录", hint="运行 rubricc audit log，看有哪些记录"),
        en=Prose("The ledger has no record {number}", hint="Run rubricc audit log to see the records"),
    ),
    "RB8037": Entry(
        zh=Prose(
            "钥匙文件 {file} 不能用",
            notes="原因：{reason}",
            hint="用 --private-key 指明私钥，口令放在环境变量 RUBRICC_PASSPHRASE",
        ),
        en=Prose(
            "The key in {file} cannot be used",
            notes="Reason: {reason}",
            hint="Name the private key with --private-key; put its passphrase into RUBRICC_PASSPHRASE",
        ),
    ),
    "RB8038": Entry(
        zh=Prose(
            "按要留存的文件重算，结果不同：{part}",
            notes="没有记下新的记录",
            hint="不要在计分时改动文件；再计一次",
        ),
        en=Prose(
            "The files to be kept score differently: {part}",
            notes="No record was appended",
            hint="Leave the files alone while they are scored; score again",
        ),
    ),
    "RB8039": Entry(
        zh=Prose("经办人「{actor}」不能为空，也不能有看不见的字符", hint="用 --actor 写明是谁"),
        en=Prose("The actor {actor} is empty or has hidden characters", hint="Say who it is with --actor"),
    ),
    "RB8040": Entry(
        zh=Prose("第 {number} 条记录重算的结果不同：{part}", notes=["记录：{recorded}", "重算：{replayed}"]),
        en=Prose(
            "Record {number} scores differently now: {part}",
            notes=["Recorded: {recorded}", "Replayed: {replayed}"],
        ),
    ),
    "RB8041": Entry(
        zh=Prose(
            "不能这样调整「{item}」",
            notes=["原因：{reason}", "可以是 {low} 至 {high}"],
            hint=["是不是「{near}」？", "运行 rubricc audit log，看计分和已有的调整"],
        ),
        en=Prose(
            "{item} cannot be adjusted so",
            notes=["Reason: {reason}", "It may be {low} to {high}"],
            hint=[
                "Did you mean {near}?",
                "Run rubricc audit log to see scores, and what was adjusted already",
            ],
        ),
    ),
    "RB8042": Entry(
        zh=Prose("「{name}」{version} 已经发布，内容不同", hint="给改过的评分表一个新的版本号"),
        en=Prose(
            "{name} {version} is published with another content", hint="Give the changed rubric a new version"
        ),
    ),
    "RB8043": Entry(
        zh=Prose("第 {number} 条不是计分记录", hint="运行 rubricc audit log，看有哪些记录"),
        en=Prose("Record {number} is no score", hint="Run rubricc audit log to see the records"),
    ),
    "RB8044": Entry(
        zh=Prose("{what} 不能留存在台账里", notes="原因：{reason}", hint="先存成文件，再用文件名计分"),
        en=Prose(
            "{what} cannot be kept in a ledger",
            notes="Reason: {reason}",
            hint="Save it in a file, and score that file",
        ),
    ),
    "RB8047": Entry(
        zh=Prose(
            "第 {number} 条记录里没有单位「{unit}」",
            hint=["是不是「{near}」？", "运行 rubricc audit show，看记录了什么"],
        ),
        en=Prose(
            "Record {number} has no unit {unit}",
            hint=["Did you mean {near}?", "Run rubricc audit show to see what it holds"],
        ),
    ),
    "RB8048": Entry(
        zh=Prose(
            "第 {number} 条记录留下的不足以重算",
            notes=["留存的文件里没有评分表或数据，或写明怎样计分的 call 不是 rubricc 写的"],
            hint="运行 rubricc audit show，看记录里有什么",
        ),
        en=Prose(
            "Record {number} keeps too little to be scored again",
            notes=["Its rubric or its data are not among its files, or its call is not one of rubricc's"],
            hint="Run rubricc audit show to see what it keeps",
        ),
    ),
    "RB8046": Entry(
        zh=Prose("第 {number} 条记录还没有检查点", hint="运行 rubricc audit checkpoint"),
        en=Prose("No checkpoint covers record {number} yet", hint="Run rubricc audit checkpoint"),
    ),
    "RB8049": Entry(
        zh=Prose(
            "没有 {size} 条记录的旧台账可以比",
            notes="--since 是旧检查点的条数，从 1 到 {newest}；最新的检查点有 {newest} 条",
            hint="条数写在检查点的第二行",
        ),
        en=Prose(
            "There is no older ledger of {size} records",
            notes="--since is the size of an older checkpoint, from 1 to {newest}; the newest one has {newest}",
            hint="Take the size from the second line of the checkpoint",
        ),
    ),
    "RB8050": Entry(
        zh=Prose(
            "计分用的「{name}」{version} 不是发布的那一份",
            notes=["第 {number} 条发布的，摘要 {published}", "计分用的，摘要 {scored}"],
            hint="用发布的那一份计分；确要改动的，换一个版本号再发布",
        ),
        en=Prose(
            "The rubric {name} {version} is not the published one",
            notes=[
                "Published by record {number}, with the digest {published}",
                "Scored, with the digest {scored}",
            ],
            hint="Score with the published one, or publish the changed one under a new version",
        ),
        severity=Severity.WARNING,
    ),
    "RB8051": Entry(
        zh=Prose(
            "「{name}」{version} 没有发布过",
            notes="这个名称发布过的版本：{names}",
            hint="用发布过的版本计分；或先用 rubricc publish 发布这个版本",
        ),
        en=Prose(
            "The rubric {name} {version} was never published",
            notes="Versions published under this name: {names}",
            hint="Score with one of these, or publish this one first, with rubricc publish",
        ),
        severity=Severity.WARNING,
    ),
    "RB8045": Entry(
        zh=Prose(
            "私钥没有口令",
            notes="私钥：{file}",
            hint="用 --passphrase-file 或环境变量 RUBRICC_PASSPHRASE 给出口令",
        ),
        en=Prose(
            "The private key has no passphrase",
            notes="The key: {file}",
            hint="Give one with --passphrase-file or in RUBRICC_PASSPHRASE",
        ),
        severity=Severity.WARNING,
    ),
}
