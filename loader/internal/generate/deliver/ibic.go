package deliver

import "github.com/framsyn/framsyn/loader/internal/generate/life"

// numberInText is the chance that a wording holds an identity number by mistake; chosen for a handful at 2,000 clients.
const numberInText = 0.00004

// ibic writes the rows of an assessment, one for each category that was asked about.
func (w *Writer) ibic(p *life.Person, rec *life.Record) {
	a := &rec.Assessment
	if a.Date == 0 {
		return
	}
	w.r.Reset(w.m.Seed, p.Key, w.now, life.StreamWording)
	for i := range w.m.Cats {
		if a.Limit[i] == life.NotAsked {
			continue
		}
		pick, mistake := w.r.Uint64(), w.r.Float64() < numberInText
		if mistake && w.plan.Comes(IBIC, w.now, First) {
			w.sheet.Warts[IBIC][NumberInText]++
		}
		w.emit(IBIC, func(b []byte, wart Wart) []byte { return w.appendNeed(b, p, a, i, wart, pick, mistake) })
	}
}

func (w *Writer) appendNeed(b []byte, p *life.Person, a *life.Assessment, i int, wart Wart, pick uint64, mistake bool) []byte {
	c, limit := &w.m.Cats[i], int(a.Limit[i])
	b = append(number(b, p.Number, '-', wart), ';')
	day := a.Date
	if wart == FutureDate {
		day = day.Add(3650)
	}
	b = append(day.AppendDashed(b), ';')
	b = append(append(b, c.Area...), ';')
	if wart != EmptyField {
		b = append(b, c.Code...)
	}
	b = append(b, ';')
	if wart == Limitation7 {
		limit = 7
	}
	if wart == WrongValue {
		limit = (limit + 1) % 5
	}
	b = append(appendInt(b, limit), ';')
	b = append(append(b, goalName(a.Goal[i])...), ';')
	if a.GoalLevel[i] >= 0 {
		b = appendInt(b, int(a.GoalLevel[i]))
	}
	b = append(b, ';')
	b = w.texts.append(b, i, int(a.Limit[i]), pick)
	if mistake {
		b = append(b, " Se även "...)
		b = number(b, p.Number, '-', NoWart)
		b = append(b, '.')
	}
	b = append(append(b, ';'), w.m.Officers[a.Officer].ID...)
	return append(b, w.ends[IBIC]...)
}

func goalName(g life.Goal) string {
	switch g {
	case life.KeepGoal:
		return "behålla"
	case life.ImproveGoal:
		return "förbättra"
	case life.CompensateGoal:
		return "kompensera"
	case life.NoGoal:
	}
	return ""
}
