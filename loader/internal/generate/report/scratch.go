package report

import (
	"os"
	"github.com/framsyn/framsyn/loader/internal/generate/calibrate"
)

// PNG is for looking at the pictures.
func PNG(dir string, d *calibrate.Data) {
	var ps []picture
	for _, make := range []func(*calibrate.Data) picture{hours, pyramid, mortality, counts, totals} {
		ps = append(ps, make(d))
	}
	for i := range calibrate.NCases {
		if p, ok := course(d, i); ok {
			ps = append(ps, p)
		}
	}
	for i := range ps {
		b, err := ps[i].render("png")
		if err != nil {
			panic(err)
		}
		_ = os.WriteFile(dir+"/"+ps[i].name+".png", b, 0o644)
	}
}
