package main

// chinese is a command's help in Chinese: what it is in a line and in full, and
// its flags. An example is given where the English one holds words.
type chinese struct {
	short, long, example string
	flags                map[string]string
}

// inChinese is the help of every command by its name; the flags under "" are
// those that mean the same everywhere.
var inChinese = map[string]chinese{
	"": {flags: map[string]string{
		"help":     "显示帮助",
		"area":     "只看此地区：县、乡镇或村的 `CODE|NAME`（代码或名称）",
		"job":      "只看此任务 `JOB`",
		"kind":     "只看此种差异 `KIND`，例如 dibao_unmarked",
		"status":   "open 未处理、resolved 已销号、waived 已豁免、all 全部",
		"severity": "只看此级别：info、low、medium、high、critical",
		"output":   "写入文件 `FILE`；- 为屏幕（标准输出）",
	}},
	"bidui": {
		short: "比对：把建档立卡信息与民政、水利等部门的名册逐户逐人核对",
		long: `bidui（比对）把建档立卡系统中的户和人，与民政的低保、特困名册和水利的饮水安全台账核对，
把不一致的地方记入台账，直到销号。查出的都是疑似线索，须入户核实；不改动任何系统中的数据。

退出码：
  0  完成
  1  失败
  2  命令或配置有误
  3  仍有未处理的差异（run --fail-on-unresolved）
  4  同一任务正在另一处运行
  5  输入数据未通过检查，台账未动`,
		example: `  bidui check --feeds                  先检查配置、文件和数据库
  bidui run                            比对
  bidui list --area 430524             看一个县未处理的差异
  bidui export --format xlsx -o 差异.xlsx
  bidui serve                          按计划定时运行，提供 /metrics`,
		flags: map[string]string{
			"config":     "配置文件 `FILE`",
			"log-format": "日志格式：text 或 json",
			"lang":       "报表和帮助的语言：zh 或 en；也可用环境变量 BIDUI_LANG 指定",
		},
	},
	"run": {
		short: "立即比对",
		long: `读取配置的各数据源，与建档立卡信息核对，把差异记入台账。不写任务名时，运行所需数据源
已经配齐的全部任务：

` + jobsHelp(" 或 ") + `

一次运行的各任务共用读入的数据。一个任务失败，其他任务照常；退出码取其中最重的一个
（5 未通过检查，1 失败，4 正在运行，3 仍有未处理）。

如果输入数据、配置、版本、地区和基准日都与上次相同，其间也没有人作过决定，各任务的结果就
不会有别：只核对输入数据，照样记为一次运行。--force 则从头做一遍。

任务结束后（不论成败），--push 或 --textfile 把运行指标交给 Prometheus；交不出去时，
运行结果仍已入账，退出码为 1。`,
		example: `  bidui run                          全部任务
  bidui run assistance               一个任务
  bidui run --area 430524            一个县，代码或名称均可
  bidui run --as-of 2018-10-15       以这一天为准
  bidui run --dry-run --format json  只看会有什么变化（JSON），不动台账
  bidui run --force                  即使与上次相比没有变化，也从头做一遍
  bidui run --accept-shrink          名册确实少了很多，放行一次
  bidui run --push http://pushgateway:9091 --instance hunan
  bidui run --replay 12              用留存的数据重做第 12 次运行，看结果是否一致`,
		flags: map[string]string{
			"as-of":              "以此日 `DATE` 为准（默认：配置时区的今天）",
			"dry-run":            "只显示会有什么变化，不写台账",
			"accept-shrink":      "不因某县行数骤减而暂缓该县",
			"force":              "即使与上次相比没有变化，也从头做一遍",
			"fail-on-unresolved": "仍有未处理的差异时以退出码 3 结束",
			"replay":             "用留存的数据、当时的地区和日期重做此次运行 `RUN`，看结果是否一致；不入账",
			"format":             "汇总的形式：table 或 json",
			"push":               "运行结束后把指标推送到 Pushgateway 的地址 `URL`；密码可写作 ${env:NAME} 或 ${file:/path}",
			"instance":           "推送时本套系统的名称 `NAME`（默认：本机名）",
			"textfile":           "运行结束后把指标写入 `FILE`.prom，供 node exporter 读取；所有人可读，其中没有个人信息",
		},
	},
	"serve": {
		short: "按计划定时比对，并提供运行指标",
		long: `按配置中的 schedule 在配置的时区定时运行各任务，停机期间错过的启动后补一次。提供：
  /metrics   供 Prometheus 抓取
  /healthz   进程在运行
  /readyz    台账可用

期间可以另外运行 bidui run，结果同样反映在指标中。收到 SIGTERM 即停止；正在运行的任务在
宽限时间内可以做完，否则中止并记为失败，台账不变。再次收到 SIGTERM 则立即退出。`,
		flags: map[string]string{
			"listen": "监听地址 `ADDRESS`（默认：配置中的 serve.listen）",
			"grace":  "收到停止信号后，正在运行的任务还可以运行多久",
		},
	},
	"check": {
		short: "检查配置、数据源、表头和数据库",
		long: `读配置，打开每个数据源找到表头，并确认台账数据库可用。加 --feeds 则像比对时一样把数据
读完，说明哪些行不能用、各县的月报还缺哪几个月、哪些地区名称对应多个代码。不改动任何内容。`,
		flags: map[string]string{"feeds": "把数据源全部读完"},
	},
	"list": {
		short: "列出差异",
		long:  `列出台账中的差异，默认只列未处理的；证件号码已遮盖。要全部导出成文件，用 export。`,
		flags: map[string]string{"limit": "最多列出多少行；0 为全部", "format": "table 或 json"},
	},
	"export": {
		short: "把差异导出成文件",
		long: `把台账中的差异（默认只含未处理的）写成 CSV、XLSX 或 JSON，各列与台账一致。证件号码遮盖为
430599********1234；加 --unmask 则写全号，并在台账中留下记录。`,
		flags: map[string]string{
			"format": "csv、xlsx 或 json",
			"split":  "写成下发的核查表，每个县（county）、乡镇（town）或村（village）一份；-o 为文件夹",
			"unmask": "写出完整证件号码；在台账中留下记录",
			"bom":    "CSV 开头加字节顺序标记，供 Excel 使用",
		},
	},
	"history": {
		short: "列出历次运行，或某次运行及其输入",
		long:  `列出最近的运行，新的在前。给出运行编号时，显示该次运行读了哪些数据、摘要值和错误。`,
		flags: map[string]string{"limit": "最多列出多少次；0 为全部"},
	},
	"import": {
		short: "收回填好的核查表",
		long: `读入 export --split 下发、填好收回的核查表（排序、删行、用别的软件另存过都可以），
把每一条的核查结果作为事件记入台账，一次全部记入：

  属实已改       记录；下一次比对不再查出时销号
  属实整改中     记录
  不属实(佐证)   转为豁免，以佐证为理由，到 --waive-until 为止
  源数据有误     记录
  无法核实       记录

填错的单元格按文件、工作表、行、字段逐条列出，此时一条也不记入。下发后已销号、已豁免、
数据有变化的，以及编号不存在的，也逐条列出；加 --partial 则记入其余各条。两种情况退出码
都是 1。已经记过的跳过：同一份表再导入一次，台账不变。`,
		flags: map[string]string{
			"actor":       "办理人 `NAME`（默认：系统用户）",
			"dry-run":     "只说明会记入什么，不写台账",
			"format":      "table 或 json",
			"partial":     "有冲突时，仍记入没有冲突的各条",
			"waive-until": "豁免的最后一天 `DATE`（默认：配置的 worksheets.waive_for，180 天）",
		},
	},
	"handle": {
		short: "登记怎样处理差异",
		long: `按编号（见 list）或条件登记怎样处理，并记下理由、经办人和时间：

  * supplement          补录
  * new_identification  新识别（人员调整）
  * remove_household    贫困户清退
  * remove_member       贫困人口清退
  * rollback_year       往年综合回退
  * rollback_stable     稳定脱贫回退
    correct_registry    修改登记
    refer_agency        退回部门
    no_action           不属实

同一人、同一户只能在带 * 的一份名单里；整户清退的，其成员不再补录。要么全部登记，要么一条
也不登记。后一次决定代替前一次；--clear 撤销。

--propose 列出尚未决定的差异按规则建议怎样处理；加 --accept 和理由即照此登记。清退和回退
只能由人决定，从不建议。--list 列出已登记的，以及其后的建档立卡数据是否已照办。`,
		flags: map[string]string{
			"accept":  "与 --propose 同用：照建议登记",
			"actor":   "决定人 `NAME`（默认：系统用户）",
			"as":      "怎样处理，上列之一 `HANDLING`",
			"clear":   "撤销已登记的决定",
			"format":  "--list 和 --propose 的形式：table 或 json",
			"list":    "列出已登记的决定",
			"propose": "列出规则的建议",
			"reason":  "理由（登记、照建议登记和撤销都必须写）",
		},
	},
	"submission": {
		short: "写出按期上报的名单和统计（报送）",
		long: `把 handle 登记的决定写成上报用的工作簿：各县各类的户数、人数，理由，以及每一类的名单；
合计与名单核对一致才写出。没有理由的、把同一人放进两份名单的，按编号列出，不写文件。

--external 只保留稳定脱贫回退的名单，这是唯一需要上报名单的一类。过了期限照样写出，并注明
逾期。json 只含统计。证件号码默认遮盖；--unmask 写全号，并在台账中留下记录。`,
		flags: map[string]string{
			"deadline": "截止时间 `TIME`，例如 2018-11-26T17:00（配置的时区）",
			"external": "只写统计和稳定脱贫回退的名单",
			"format":   "xlsx，或只含统计的 json",
			"since":    "只含此日 `DATE` 及以后登记的",
			"unmask":   "写出完整证件号码；在台账中留下记录",
		},
	},
	"issued": {
		short: "把省下发的问题清单与自查结果对照",
		long: `按问题和县，把最新下发的清单与其他任务查出、尚未销号的差异对照，并说明还剩多少、何时到期。
只读台账：请先运行 issued 和其他任务。

  两边都有   在清单上，自查也有（提示级以外的）未销号差异
  仅下发     在清单上，自查没有
  仅自查     自查有中级及以上的差异，不在清单上

任务 issued 的配置 problems 说明清单上的问题对应哪几种差异；没有写明的，可以对应任何一种。`,
		flags: map[string]string{"format": "table、json 或 xlsx"},
	},
	"scorecard": {
		short: "记分卡：各县核对了多少、错多少、改得多快",
		long: `按县、按差异种类列出核对数、待处理、千分率、正确率（对照配置的 good、fair 两条标准）、
7 日内销号率、重现、最早一条的日期，以及最近十二轮运行（或各月末）的变化。当年脱贫户数与计划
完全相同、或比往年陡增陡降的县，会有提示。

--freeze 封存已经过去的一个月：按月末当时的情况重算并保存，以后再运行、再改配置都不变；
--month 查看封存的月份。`,
		flags: map[string]string{
			"format":  "table、xlsx 或 json",
			"freeze":  "封存此月 `MONTH`，例如 2018-11",
			"from":    "只计此日 `DATE` 及以后新增、到期、重现的",
			"list":    "列出已封存的月份",
			"month":   "查看此月 `MONTH` 的封存件",
			"through": "只计此日 `DATE` 及以前新增、到期、重现的",
			"trend":   "变化按 runs（各轮运行）或 months（各月末）",
		},
	},
	"migrate": {
		short: "查看或更新台账的表结构",
		long: `status 列出台账表结构的各次变更是否已经做过，up 做完没做的。平时打开旧版本的台账会自动
更新；配置写了 migrate: manual 的，由管理员运行 migrate up。中断了可以再运行一次。
要退回旧版本只能恢复备份。`,
	},
	"backup": {
		short: "备份台账",
		long: `把 SQLite 台账某一时刻的内容复制到一个只有本人可读的文件，运行和服务不必停。核对完整、行数
一致后才写成。直接复制 bidui.db 可能丢失尚在日志里的内容。

台账在 MySQL、MariaDB 或 TiDB 里的，给出该用的命令。留存的原件（snapshots.dir）是普通文件，另行复制。`,
		flags: map[string]string{"force": "文件已存在时替换"},
	},
	"restore": {
		short: "恢复台账的备份",
		long: `把 backup 写的文件放回 SQLite 台账的位置；先核对文件完整、版本不比程序新。有任务在运行、或
别的程序打开着台账时拒绝：请先停止服务。原来的台账留在旁边，名为
bidui.db.before-restore-日期-时间。

台账在 MySQL、MariaDB 或 TiDB 里的，给出该用的命令。`,
	},
	"prune": {
		short: "清理台账中过期的内容",
		long: `删去台账中超过配置 retention: {runs: 400d, rejects: 90d, resolved: 730d} 所定天数的内容；没有写明
的永久保留。每次成功的运行结束时也会清理。

  runs      运行记录；仍被差异或未采用记录引用的、各任务最新的保留
  rejects   失败运行的未采用记录；各数据源最近一次成功的保留
  resolved  已销号的差异；其历史仍按编号保留`,
		flags: map[string]string{"dry-run": "只数会删去多少，不删"},
	},
	"rejects": {
		short: "列出没有采用的行和单元格，或退回来源部门",
		long: `列出每个数据源最近一次运行没有采用的行和单元格，写明文件、工作表、行号、字段和原因；值已遮盖。
上次运行未通过检查时，列那一次的。CSV 和 JSON 的列与台账一致；XLSX 用中文逐处写明哪里不对、应是什么样。

加 --send-back 则为每个来源部门写一份校核纠错单（如 校核纠错-民政-20181015.xlsx，日期为运行当日），
写明报来的文件及其摘要值、每个需更正的单元格，并留出答复栏，可打印也可直接填写。同一天的后一份
代替前一份；没有要退回的就不写。`,
		flags: map[string]string{
			"feed":      "只看此数据源 `FEED`",
			"agency":    "只看此部门 `AGENCY` 的数据源：registry、civil、water 等",
			"file":      "只看此文件 `FILE`",
			"run":       "看此次运行 `RUN`（默认：各数据源最近的一次）",
			"format":    "table、csv、xlsx 或 json",
			"send-back": "为每个部门写一份校核纠错单，放入文件夹 `DIR`（没有则新建）",
		},
	},
	"waive": {
		short: "豁免差异到某日",
		long: `把未处理的差异在某日之前移出未处理清单，须写明理由。要豁免哪些，写 list 所列编号；不写编号时，
由 --job、--kind、--area、--severity 选定，符合的全部豁免，可先用 --dry-run 看是哪些。运行不会
取消豁免：到期后或查出的值变了才会重新列出。加 --lift 立即取消豁免。有一条不能豁免，就一条也不豁免。`,
		flags: map[string]string{
			"dry-run":  "只列出会豁免哪些，不写台账",
			"until":    "豁免的最后一天 `DATE`（必填）",
			"reason":   "理由（必填）",
			"lift":     "立即取消豁免",
			"area":     "代替编号：豁免此地区的，县、乡镇或村的 `CODE|NAME`（代码或名称）",
			"job":      "代替编号：豁免此任务 `JOB` 的",
			"kind":     "代替编号：豁免此种差异 `KIND`，例如 dibao_unmarked",
			"severity": "代替编号：豁免此级别的：info、low、medium、high、critical",
		},
	},
	"why": {
		short: "说明一条差异：规则、两边的记录、经过",
		long: `按 list 所列编号，完整显示一条差异：依据的规则和政策，两边各怎么写、在哪个文件哪一行，
怎样才会销号，历次运行中的变化。证件号码已遮盖。`,
	},
	"generate": {
		short: "生成虚构的建档立卡信息和名册",
		long: `生成虚构的人员（证件号码从未使用过）和各任务要核对的全部数据，其中埋有差异：
  county    一个县，6 万人，CSV
  province  一个省，700 万人、220 万户，CSV（约 1 GB）
  sample    自带的样例县，各种常见的文件样式
county 和 province 同时写出配置文件；--members 另定人数，户数和名册按比例增减。
已有同名文件时不写，加 --force 才替换。`,
		flags: map[string]string{
			"force":     "替换已有的同名文件",
			"output":    "写入文件夹 `DIR`（必填）",
			"seed":      "换一个数，换一批人",
			"shuffle":   "人员不按户的顺序写",
			"members":   "人数 `NUMBER`，不用县或省的人数",
			"differing": "埋有差异的户所占比例 `SHARE`，0 到 1（默认 0.02）",
		},
	},
	"version":    {short: "显示版本", long: "显示版本、系统和处理器。"},
	"help":       {short: "显示某个命令的帮助", long: "显示某个命令的帮助：bidui help 命令。"},
	"completion": {short: "生成命令行自动补全脚本", long: "为 bash、zsh、fish 或 PowerShell 生成自动补全脚本。"},
}

// welcome is shown to who starts the program by a double click.
const welcome = `bidui（比对）已经可以使用，但它是命令行程序，不能双击使用。请这样做：

1. 新建一个文件夹，放入 bidui.exe、各部门的名册和配置文件 bidui.yaml
   （可从随附的样例 bidui.yaml 改起，写明各名册的文件名）。
2. 打开这个文件夹，在窗口上方的地址栏中输入 cmd，按回车键。
3. 在出现的黑色窗口中依次输入（每行后按回车键）：

     bidui check --feeds                       检查名册能否读出
     bidui run                                 比对
     bidui export --format xlsx -o 差异.xlsx   导出，用 Excel 或 WPS 打开

全部命令：bidui help（中文帮助：bidui help --lang zh）
`

const waitForEnter = "\n按回车键关闭窗口…"
