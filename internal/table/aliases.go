package table

// The headers that several feeds share, best first.
var (
	HouseholdIDs = []string{"户编号"}
	AreaCodes    = []string{"村代码", "行政村代码", "行政区划代码"}
	Counties     = []string{"县", "县(市、区、旗)", "县(市、区)", "县(市区)", "县区", "区县"}
	Towns        = []string{"乡", "乡(镇)", "乡镇", "乡(镇、街道)", "镇"}
	Villages     = []string{"村", "行政村", "村(居)", "村(社区)"}
	Names        = []string{"姓名"}
	IDNumbers    = []string{"证件号码", "身份证号", "身份证号码", "公民身份号码", "居民身份证号码", "身份证"}
	HeadNames    = []string{"户主姓名"}
	HeadIDs      = []string{"户主证件号码", "户主身份证号", "户主身份证号码", "户主公民身份号码"}
)
