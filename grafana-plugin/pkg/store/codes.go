package store

import (
	"slices"

	"github.com/framsyn/framsyn/sql/queries"
)

// codeTimeout is ClickHouse's TIMEOUT_EXCEEDED.
const codeTimeout = 159

// codes sorts ClickHouse's error codes (src/Common/ErrorCodes.cpp). Those not named
// are ours, so that nothing is blamed on a reader without reason.
func codes() map[Class][]int32 {
	return map[Class][]int32{
		Yours: {
			6, 7, 8, 16, 20, 25, 26, 27, 34, 35, 36, 38, 41, 42, 43, 44, 46, 47, 48, 50, 51, 53, 59, 60, 62, 63, 69, 70, 72, 80, 81, 115, 117,
			125, 130, 131, 153, 167, 168, 169, 179, 184, 190, 206, 207, 215, 223, 258, 349, 352, 377, 386, 395, 403, 407, 417, 427, 441, 456,
			457, 467, 636, 691,
		},
		Access:    {164, 291, 446, 452, 497},
		Limit:     {158, 159, 160, 161, 191, 201, 202, 241, 307, 373, 396, 439},
		Cancelled: {394, 734, 735},
		Network:   {3, 209, 210, 236, 279},
	}
}

// classOf is the class of a code.
func classOf(code int32) Class {
	for class, known := range codes() {
		if slices.Contains(known, code) {
			return class
		}
	}
	return Ours
}

// adviceByCode is what to do about errors that are met often.
func adviceByCode(code int) (queries.Text, bool) {
	texts := map[int]queries.Text{
		36:  {SV: "Ett argument är fel.", EN: "An argument is wrong."},
		42:  {SV: "En funktion har fel antal argument.", EN: "A function has the wrong number of arguments."},
		43:  {SV: "En funktion eller operator passar inte värdets typ: omvandla det, eller bind variabeln med typ, såsom {min:Float64}.", EN: "A function or operator does not fit the value's type: convert it, or bind the variable with a type, such as {min:Float64}."},
		46:  {SV: "Det finns ingen sådan funktion.", EN: "There is no such function."},
		47:  {SV: "Det finns ingen sådan kolumn: se tabellens kolumner i dataordlistan.", EN: "There is no such column: see the table's columns in the data dictionary."},
		53:  {SV: "Typerna passar inte ihop: omvandla en av dem, eller bind variabeln med typ, såsom {min:Float64}.", EN: "The types do not fit: convert one of them, or bind the variable with a type, such as {min:Float64}."},
		60:  {SV: "Det finns ingen sådan tabell: skriv databas.tabell, såsom mart.candidates.", EN: "There is no such table: write database.table, such as mart.candidates."},
		62:  {SV: "SQL-satsen går inte att tolka.", EN: "The SQL cannot be parsed."},
		81:  {SV: "Det finns ingen sådan databas: core, mart, model och ops finns.", EN: "There is no such database: there are core, mart, model and ops."},
		158: {SV: "Frågan läser för många rader: begränsa den, till exempel i tid.", EN: "The query reads too many rows: limit it, for example in time."},
		159: {SV: "Frågan tog längre tid än databasen tillåter: begränsa den.", EN: "The query took longer than the database lets it: limit it."},
		164: {SV: "Frågor får bara läsa.", EN: "Queries may only read."},
		201: {SV: "Din kvot är slut: vänta en stund.", EN: "Your quota is used up: wait a while."},
		202: {SV: "För många frågor körs samtidigt: försök igen.", EN: "Too many queries are running: try again."},
		215: {SV: "Kolumnen måste stå i GROUP BY eller i en aggregatfunktion.", EN: "The column must be in GROUP BY or in an aggregate function."},
		241: {SV: "Frågan behöver mer minne än den får använda: begränsa den, eller summera tidigare.", EN: "The query needs more memory than it may use: limit it, or aggregate earlier."},
		396: {SV: "Svaret är större än databasen tillåter: begränsa frågan, eller summera.", EN: "The answer is larger than the database lets it be: limit the query, or aggregate."},
		452: {SV: "En inställning i frågan är utanför det tillåtna: ta bort SETTINGS.", EN: "A setting in the query is out of bounds: take SETTINGS away."},
		456: {SV: "En parameter {namn:Typ} har inget värde.", EN: "A parameter {name:Type} has no value."},
		457: {SV: "En parameters värde passar inte dess typ.", EN: "A parameter's value does not fit its type."},
		497: {SV: "Din roll får inte läsa detta.", EN: "Your role may not read this."},
		516: {SV: "Databasen känner inte igen datakällans användare: kontrollera roles och lösenorden i inställningarna.", EN: "The database does not know the data source's user: check roles and the passwords in the settings."},
	}
	if code == 192 || code == 193 || code == 194 { // what 516 stands for on most servers
		code = 516
	}
	text, ok := texts[code]
	return text, ok
}
