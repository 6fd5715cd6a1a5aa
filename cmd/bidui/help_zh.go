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

` + jobsHelp() + `

一次运行的各任务共用读入的数据。一个任务失败，其他任务照常；退出码取其中最重的一个
（5 未通过检查，1 失败，4 正在运行，3 仍有未处理）。

任务结束后（不论成败），--push 或 --textfile 把运行指标交给 Prometheus；交不出去时，
运行结果仍已入账，退出码为 1。`,
		example: `  bidui run                          全部任务
  bidui run assistance               一个任务
  bidui run --area 430524            一个县，代码或名称均可
  bidui run --as-of 2018-10-15       以这一天为准
  bidui run --dry-run --format json  只看会有什么变化（JSON），不动台账
  bidui run --accept-shrink          名册确实少了很多，放行一次
  bidui run --push http://pushgateway:9091 --instance hunan
  bidui run --replay 12 --dry-run    用留存的数据重做第 12 次运行，看结果是否一致`,
		flags: map[string]string{
			"as-of":              "以此日 `DATE` 为准（默认：配置时区的今天）",
			"dry-run":            "只显示会有什么变化，不写台账",
			"accept-shrink":      "不因某县行数骤减而暂缓该县",
			"fail-on-unresolved": "仍有未处理的差异时以退出码 3 结束",
			"replay":             "用留存的数据、当时的地区和日期重做此次运行 `RUN`；结果不一致则不入账",
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
宽限时间内可以做完，否则中止并记为失败，台账不变。`,
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
			"unmask": "写出完整证件号码；在台账中留下记录",
			"bom":    "CSV 开头加字节顺序标记，供 Excel 使用",
		},
	},
	"history": {
		short: "列出历次运行，或某次运行及其输入",
		long:  `列出最近的运行，新的在前。给出运行编号时，显示该次运行读了哪些数据、摘要值和错误。`,
		flags: map[string]string{"limit": "最多列出多少次；0 为全部"},
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
		long: `按 list 所列编号，把未处理的差异在某日之前移出未处理清单，须写明理由。运行不会取消豁免：
到期后或查出的值变了才会重新列出。加 --lift 立即取消豁免。有一条不能豁免，就一条也不豁免。`,
		flags: map[string]string{
			"until":  "豁免的最后一天 `DATE`（必填）",
			"reason": "理由（必填）",
			"lift":   "立即取消豁免",
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
county 和 province 同时写出配置文件。`,
		flags: map[string]string{
			"output":  "写入文件夹 `DIR`（必填）",
			"seed":    "换一个数，换一批人",
			"shuffle": "人员不按户的顺序写",
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
