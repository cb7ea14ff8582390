// Package identity reads Swedish identity numbers and keeps them out of
// everything but the vault.
//
// A delivered number becomes a [Number]: 12 characters YYYYMMDDNNNN whatever
// form it came in. From it come the month of birth, the sex, and the pseudonym
//
//	client_id = first 8 bytes, big endian, of HMAC-SHA-256(key, number)
//
// which is never 0. Officers get pseudonyms by the same key with the prefix
// "officer:" before their signature, so that no officer has a client's pseudonym.
// The way back is AES-256-GCM with a second key and the client_id as associated
// data, so that a row of the vault cannot be moved to another client.
//
// Four kinds of number are read (sv: personnummer, samordningsnummer,
// reservnummer): personal ones, coordination numbers with day + 60, and reserve
// numbers with letters in the last four places, which each care provider makes
// by its own rule; their pattern is a setting ([Rules].Reserve). The
// century of a ten-character number follows from the day of delivery: "-" is the
// latest birth not after it, "+" says that the person turned 100 that year or before.
//
// Nothing here prints a number: [Number] formats as a mask, errors name the
// fault and never the value, and [Mask] takes numbers out of free text.
package identity
