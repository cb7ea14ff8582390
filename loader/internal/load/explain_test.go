package load_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/framsyn/framsyn/loader/contracts"
	"github.com/framsyn/framsyn/loader/internal/contract"
	"github.com/framsyn/framsyn/loader/internal/load"
)

var update = flag.Bool("update", false, "write the golden files")

// TestExplain holds what --explain says against testdata/explain/NAME.txt.
func TestExplain(t *testing.T) {
	set, err := contract.Load(contracts.FS, "")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	number := testNumber(0)
	files := map[string]string{
		"BESOK_202401_20240210.csv": visitsHeader + number + ";20240105;SERV;K1;1;30;1;25;0;\n" + number + ";20240205;XYZ;K1;1;30;x;25;0;\n",
		"SOL1_202212_20230112.csv": strings.NewReplacer("PERSONNR", "PNR", "HTJSERV", "SERV", "HTJPOMV", "POMV", "HTJLED", "LED", "HTJAVAN", "AVAN", "HANDLAGGARE", "Anm\xe4rkning").Replace(solHeader) +
			number + ";202212;2022;1;20221202;20221205;;;;;;1;;0;;1;12,50;1;1;0;0;;;ok\n",
		"KHSL2_202401_20240331.txt": "9901;" + number + ";2024;01;20240105;QG003;XS918\n9901;" + number + ";2024;01;20240105;QG000;XS918;\n",
		"besok_utan_namn.csv":       strings.ReplaceAll(visitsHeader, "UTF_MIN", "UTFMIN") + number + ";20240105;SERV;K1;1;30;1;25;0;\n",
		"BESOK_202402_20240310.csv": number + ";20240105;SERV;K1;1;30;1;25;0;\n",
		"KOLADA_2023.json":          `{"values": [{"kpi": "N21704", "municipality": "9901", "period": 2023, "values": [{"gender": "T", "value": 16.25}]}]}`,
	}
	for name, text := range files {
		t.Run(name, func(t *testing.T) {
			path := write(t, dir, name, text)
			var out bytes.Buffer
			if err := load.Explain(&out, set, path, "", time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "explain", name+".txt")
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil || out.String() != string(want) {
				t.Errorf("%v; got\n%s\nwant\n%s", err, out.String(), want)
			}
			if strings.Contains(out.String(), number) {
				t.Error("an identity number is shown")
			}
		})
	}
}
