package load

import (
	"errors"
	"fmt"
	"os"

	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/source"
	"github.com/framsyn/framsyn/sql/identity"
)

// describeFault says in Swedish and English why a file was not loaded.
func describeFault(err error) string {
	return fmt.Sprintf("Filen laddades inte: %s\nInget ur den har kommit in i databasen. Rätta filen och lägg den i inkorgen igen.\n\n"+
		"The file was not loaded: %s\nNothing of it is in the database. Mend the file and put it into the inbox again.\n",
		faultSwedish(err), identity.MaskError(err))
}

// faultSwedish is the fault in Swedish; details stay as the error has them.
func faultSwedish(err error) string {
	for _, known := range [...]struct {
		is   error
		text string
	}{
		{contract.ErrUnknown, "inget kontrakt gäller en fil med det namnet; byt namn eller skriv ett kontrakt (docs/contracts.md)."},
		{contract.ErrUnfit, "innehållet stämmer inte med kontraktet; se vilka kolumner som saknas i den engelska texten."},
		{contract.ErrNoRows, "filen har en rubrikrad men inga rader."},
		{contract.ErrAllRejected, "ingen rad i den fullständiga leveransen kan användas; är det en annan layout? Reglerna som bröts står i den engelska texten."},
		{source.ErrEmpty, "filen är tom."},
		{source.ErrTruncated, "arkivet är avbrutet; leverera den igen."},
		{source.ErrLongLine, "en rad är för lång; är det verkligen text med avgränsare?"},
		{source.ErrTooLarge, "arkivet packas upp till mer än vad som är tillåtet."},
		{source.ErrBinary, "filen är inte text i UTF-8 eller Windows-1252."},
		{source.ErrFormat, "filen har inte det format som namnet säger."},
		{errChanged, "filen ändrades medan den laddades; leverera den igen när den är hel."},
		{os.ErrPermission, "filen får inte läsas; ändra behörigheten."},
		{os.ErrNotExist, "filen försvann."},
	} {
		if errors.Is(err, known.is) {
			return known.text
		}
	}
	return identity.MaskError(err)
}
