package contract

// Contract is one delivered layout.
type Contract struct {
	// Name is the contract's name, the same as its file's.
	Name string `yaml:"name"`
	// Like names a contract whose parts this one takes over where it says nothing.
	Like string `yaml:"like"`
	// Version is raised when the meaning of delivered files changes.
	Version uint16 `yaml:"version"`
	// Source is the object in raw that takes the rows.
	Source string `yaml:"source"`
	// Scope says which of the source's deliveries this is; the contract's name if empty.
	Scope string `yaml:"scope"`
	Title Text   `yaml:"title"`
	// Basis says whence the layout is known.
	Basis Text `yaml:"basis"`
	// Files are patterns of file names, without .gz or .zip: {period}, {delivered},
	// {kind} and * stand for YYYYMM, YYYYMMDD, a letter or nothing, and anything; or
	// a regular expression with these named groups.
	Files   []string `yaml:"files"`
	Formats []Format `yaml:"formats"`
	// Delivery says which files are complete and which add to earlier ones.
	Delivery Delivery `yaml:"delivery"`
	// MayBeEmpty says that a file with a header and no rows is a delivery: nothing happened.
	MayBeEmpty bool `yaml:"may_be_empty"`
	// LagDays is when a month is known after its end, where the name has no day of delivery; days.
	LagDays int `yaml:"lag_days"`
	// Generations are the generations of the form, the newest first.
	Generations []string    `yaml:"generations"`
	RowIdentity RowIdentity `yaml:"row_identity"`
	// Constants are raw columns that have one value in the whole delivery.
	Constants map[string]string `yaml:"constants"`
	Columns   []Column          `yaml:"columns"`
	// Drop names columns and rules of Like that this contract does without.
	Drop  []string `yaml:"drop"`
	Rules []Rule   `yaml:"rules"`

	file  string
	own   bool
	names []namePattern
}

// Text is a text in both languages.
type Text struct {
	SV string `yaml:"sv"`
	EN string `yaml:"en"`
}

// Format is a way in which files of the contract may come.
type Format struct {
	// Kind is delimited, xlsx, parquet or kolada.
	Kind string `yaml:"kind"`
	// NoHeader says that the first row is data and columns are numbered.
	NoHeader bool `yaml:"no_header"`
	// Delimiters are the possible delimiters; ";" if empty.
	Delimiters []string `yaml:"delimiters"`
	// Sheet is the sheet of a workbook; the first if empty.
	Sheet string `yaml:"sheet"`
	// Fields is the least and greatest number of fields of a row without header.
	Fields Range `yaml:"fields"`
	// TrailingOnlyFull refuses a row that ends with the delimiter, unless it has the greatest number of fields.
	TrailingOnlyFull bool `yaml:"trailing_only_full"`
}

// Range is a least and a greatest number.
type Range struct {
	Min int `yaml:"min"`
	Max int `yaml:"max"`
}

// Deliveries.
const (
	Complete = "complete"
	Partial  = "partial"
)

// Delivery says what the letters in file names mean.
type Delivery struct {
	// Default holds without a letter: complete or partial.
	Default string `yaml:"default"`
	// Letters maps letters to complete or partial.
	Letters map[string]string `yaml:"letters"`
	// AllMonths says that a complete file speaks for all months, so that the newest file is the truth.
	AllMonths bool `yaml:"all_months"`
}

// RowIdentity says which row is which.
type RowIdentity struct {
	// Columns are names of columns; month and client always belong to the identity.
	Columns []string `yaml:"columns"`
	// Occurrence adds the occurrence number of equal rows in the file.
	Occurrence bool `yaml:"occurrence"`
}

// Types of columns.
const (
	typeIdentity = "identity"
	typeStaff    = "staff"
	typeText     = "text"
	typeCode     = "code"
	typeDate     = "date"
	typeDatetime = "datetime"
	typeMonth    = "month"
	typeDecimal  = "decimal"
	typeInteger  = "integer"
	typeBool     = "bool"
	typeFlags    = "flags"
	typeList     = "list"
	typeComputed = "computed"
)

// Column says what a delivered column becomes.
type Column struct {
	// Name is the column in raw, or a name for use in rules if Local.
	Name string `yaml:"name"`
	// Local says that the column is for rules, identity and computing only.
	Local bool `yaml:"local"`
	// From is the title, or the number from 1 where there is no header.
	From string `yaml:"from"`
	// Aliases are titles by generation.
	Aliases map[string][]string `yaml:"aliases"`
	Type    string              `yaml:"type"`
	// Required says that each row has a value.
	Required bool `yaml:"required"`
	// Optional says that the whole column may be absent.
	Optional bool `yaml:"optional"`
	// Missing are the values that mean none; an empty field if not given.
	Missing []string `yaml:"missing"`
	// Map gives codes their values; a code that is not there is refused.
	Map map[string]string `yaml:"map"`
	// True and False are the values of a bool.
	True  []string `yaml:"is_true"`
	False []string `yaml:"is_false"`
	// Forms are forms of dates: YYYYMMDD, YYYY-MM-DD; both if not given.
	Forms []string `yaml:"forms"`
	Min   *float64 `yaml:"min"`
	Max   *float64 `yaml:"max"`
	// Unit is the unit, for people.
	Unit string `yaml:"unit"`
	// Like and Unlike are patterns that a code must and must not match.
	Like   string `yaml:"like"`
	Unlike string `yaml:"unlike"`
	// Reason says what is wrong when Like or Unlike refuses.
	Reason Text `yaml:"reason"`
	// Flags are titles of columns of which at most one is set, and their values.
	Flags map[string]string `yaml:"flags"`
	// List are columns whose values that are not missing make a list.
	List []string `yaml:"list"`
	// Instead takes another title for rows in which a column has a value.
	Instead *Instead `yaml:"instead"`
	// Compute makes the value from other columns.
	Compute *Compute `yaml:"compute"`

	line int
}

// Instead takes a value from another title.
type Instead struct {
	When string `yaml:"when"`
	Is   string `yaml:"is"`
	From string `yaml:"from"`
}

// Compute says how a value follows from columns above it; one field is set.
type Compute struct {
	// MonthOf is the month of a date.
	MonthOf string `yaml:"month_of"`
	// JanuaryOf is January of a year.
	JanuaryOf string `yaml:"january_of"`
	// YearMonth is the month of a year and a month's number.
	YearMonth []string `yaml:"year_month"`
	// FileMonth is the month in the file's name, or of the day of delivery.
	FileMonth bool `yaml:"file_month"`
	// DateOf is the local day of the first of these instants that is there.
	DateOf []string `yaml:"date_of"`
	// MinutesBetween is the time from one instant to another; 0 if one is missing.
	MinutesBetween []string `yaml:"minutes_between"`
	// Present is 1 where the column has a value, else 0.
	Present string `yaml:"present"`
	// Missed is 1 where the first column has a value and the second has none, else 0.
	Missed []string `yaml:"missed"`
}

// Rule is a rule between columns; one of its kinds is set.
type Rule struct {
	// Name is what ops.load_rejects.rule says.
	Name   string `yaml:"name"`
	Reason Text   `yaml:"reason"`
	// NotBefore: the first date is not before the second.
	NotBefore []string `yaml:"not_before"`
	// InPeriod: the date or month lies in the month of the file's name.
	InPeriod string `yaml:"in_period"`
	// NotAfterDelivery: the date is not after the day of delivery.
	NotAfterDelivery string `yaml:"not_after_delivery"`
	// Requires: where the first column has a value, the second has one too.
	Requires []string `yaml:"requires"`
	// SameYear: the year is that of the month.
	SameYear []string `yaml:"same_year"`
	// SameMonth: the two dates or months lie in one month.
	SameMonth []string `yaml:"same_month"`
	// FlagAgrees: the flag is set exactly where the column has the value: flag, column, value.
	FlagAgrees []string `yaml:"flag_agrees"`
	// NotAbove: the first number is not above the second.
	NotAbove []string `yaml:"not_above"`

	line int
}

// ScopeName returns the scope.
func (c *Contract) ScopeName() string {
	if c.Scope != "" {
		return c.Scope
	}
	return c.Name
}

// File returns where the contract was read from.
func (c *Contract) File() string { return c.file }
