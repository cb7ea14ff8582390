package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// kolada reads an answer of GET /v3/data/… as one record per value.
type kolada struct {
	s     *stream
	dec   *json.Decoder
	build *builder
}

// KoladaHeader returns the titles that Kolada's values get.
func KoladaHeader() []string {
	return []string{"kpi", "municipality", "period", "gender", "value", "count", "status"}
}

func newKolada(s *stream) (Reader, error) {
	k := &kolada{s: s, dec: json.NewDecoder(s), build: newBuilder()}
	if err := k.seek(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return k, nil
}

// seek goes to the start of the list named values.
func (k *kolada) seek() error {
	first, err := k.dec.Token()
	if errors.Is(err, io.EOF) {
		return ErrEmpty
	}
	if err != nil || first != json.Delim('{') {
		return k.fault(err)
	}
	for k.dec.More() {
		name, err := k.dec.Token()
		if err != nil {
			return k.fault(err)
		}
		if name == "values" {
			if open, err := k.dec.Token(); err != nil || open != json.Delim('[') {
				return k.fault(err)
			}
			return nil
		}
		var skipped json.RawMessage
		if err := k.dec.Decode(&skipped); err != nil {
			return k.fault(err)
		}
	}
	return k.fault(nil)
}

func (k *kolada) fault(err error) error {
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrTruncated) {
		return err
	}
	return fmt.Errorf("%w: not an answer of Kolada's /v3/data at byte %d", ErrFormat, k.dec.InputOffset())
}

func (k *kolada) Header() []string { return KoladaHeader() }

func (k *kolada) Info() Info { return Info{Encoding: encodingUTF8} }

func (k *kolada) Read() int64 { return k.s.packed.n }

func (k *kolada) Close() error { return k.s.Close() }

// koladaEntry is one element of values[].
type koladaEntry struct {
	KPI          string `json:"kpi"`
	Municipality string `json:"municipality"`
	Period       int    `json:"period"`
	Values       []struct {
		Gender string       `json:"gender"`
		Value  *json.Number `json:"value"`
		Count  *json.Number `json:"count"`
		Status string       `json:"status"`
	} `json:"values"`
}

func (k *kolada) Next() (*Block, error) {
	for !k.build.full() && k.dec.More() {
		var e koladaEntry
		if err := k.dec.Decode(&e); err != nil {
			return nil, k.fault(err)
		}
		for _, v := range e.Values {
			k.build.begin()
			k.build.addString(e.KPI)
			k.build.addString(e.Municipality)
			k.build.addString(strconv.Itoa(e.Period))
			k.build.addString(v.Gender)
			k.build.addString(number(v.Value))
			k.build.addString(number(v.Count))
			k.build.addString(v.Status)
		}
	}
	if b := k.build.take(); b != nil {
		return b, nil
	}
	if _, err := k.dec.Token(); err != nil {
		return nil, k.fault(err)
	}
	return nil, io.EOF
}

func number(n *json.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}
