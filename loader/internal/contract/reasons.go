package contract

import (
	"errors"

	"github.com/framsyn/framsyn/sql/identity"
)

// Names of the rules that every contract has, as in ops.load_rejects.rule.
const (
	ruleRequired   = "required"
	ruleQuotes     = "quotes"
	ruleEncoding   = "encoding"
	ruleFieldCount = "field_count"
	ruleTrailing   = "trailing_delimiter"
	ruleCode       = "code"
	rulePattern    = "pattern"
	ruleDate       = "date"
	ruleDatetime   = "datetime"
	ruleMonth      = "month"
	ruleNumber     = "number"
	ruleInteger    = "integer"
	ruleBool       = "bool"
	ruleFlags      = "flags"
	ruleRange      = "range"
	ruleOrder      = "order"
	ruleIdentity   = "identity_form"
	ruleIdentDate  = "identity_date"
	ruleIdentCheck = "identity_check_digit"
	ruleIdentBirth = "identity_birth"
	// RuleDeleted: the row is of a person and a time that were deleted by rule.
	RuleDeleted = "deleted_person"
)

// reason says what is wrong and what to do.
func reason(rule string) Text {
	switch rule {
	case ruleRequired:
		return Text{"Värdet saknas. Fyll i det.", "The value is missing. Fill it in."}
	case ruleQuotes:
		return Text{"Ett citattecken öppnas men stängs inte. Dubbla eller ta bort det.", "A quote is opened and not closed. Double it or take it away."}
	case ruleEncoding:
		return Text{"Raden har tecken som inte stämmer med filens teckenkodning. Spara hela filen som UTF-8.", "The row has characters that contradict the file's encoding. Save the whole file as UTF-8."}
	case ruleFieldCount:
		return Text{"Raden har fel antal fält. Se efter avgränsare inne i ett värde.", "The row has the wrong number of fields. Look for a delimiter inside a value."}
	case ruleTrailing:
		return Text{"Raden slutar med en avgränsare. Ta bort den, eller skriv ut alla tomma fält.", "The row ends with a delimiter. Take it away, or write all empty fields."}
	case ruleCode:
		return Text{"Koden finns inte i kontraktet. Rätta den, eller lägg till den i kontraktet.", "The code is not in the contract. Mend it, or add it to the contract."}
	case rulePattern:
		return Text{"Koden har inte den form som kontraktet kräver.", "The code does not have the form that the contract asks for."}
	case ruleDate:
		return Text{"Inte ett datum ÅÅÅÅMMDD eller ÅÅÅÅ-MM-DD.", "Not a date YYYYMMDD or YYYY-MM-DD."}
	case ruleDatetime:
		return Text{"Inte en tidpunkt ÅÅÅÅ-MM-DD TT:MM.", "Not an instant YYYY-MM-DD HH:MM."}
	case ruleMonth:
		return Text{"Inte en månad ÅÅÅÅMM eller ÅÅÅÅ-MM.", "Not a month YYYYMM or YYYY-MM."}
	case ruleNumber:
		return Text{"Inte ett tal. Skriv siffror med högst ett decimalkomma.", "Not a number. Write digits with at most one decimal comma."}
	case ruleInteger:
		return Text{"Inte ett heltal.", "Not a whole number."}
	case ruleBool:
		return Text{"Varken ja eller nej enligt kontraktet.", "Neither yes nor no by the contract."}
	default:
		return moreReasons(rule)
	}
}

func moreReasons(rule string) Text {
	switch rule {
	case ruleFlags:
		return Text{"Mer än en av kolumnerna är ifylld. Högst en får vara det.", "More than one of the columns is set. At most one may be."}
	case ruleRange:
		return Text{"Värdet är utanför det som kan stämma.", "The value is outside what can be true."}
	case ruleOrder:
		return Text{"Sluttiden är före starttiden.", "The end is before the start."}
	case ruleIdentity:
		return Text{"Inte ett personnummer, samordningsnummer eller reservnummer.", "Not a personal, coordination or reserve number."}
	case ruleIdentDate:
		return Text{"Datumet i personnumret finns inte.", "The date in the identity number does not exist."}
	case ruleIdentCheck:
		return Text{"Kontrollsiffran i personnumret stämmer inte.", "The check digit of the identity number is wrong."}
	case RuleDeleted:
		return Text{"Personens uppgifter från den tiden är gallrade och läses inte in igen.", "What was known of the person at that time has been deleted by rule and is not loaded again."}
	case ruleIdentBirth:
		return Text{"Personnumret är för någon född före 1900 eller efter leveransen.", "The identity number is of someone born before 1900 or after the delivery."}
	default:
		return Text{"Raden följer inte kontraktet.", "The row does not follow the contract."}
	}
}

// identityRule returns the rule that a fault of an identity number breaks.
func identityRule(err error) string {
	switch {
	case errors.Is(err, identity.ErrDate):
		return ruleIdentDate
	case errors.Is(err, identity.ErrCheckDigit):
		return ruleIdentCheck
	case errors.Is(err, identity.ErrFuture), errors.Is(err, identity.ErrTooOld):
		return ruleIdentBirth
	default:
		return ruleIdentity
	}
}
