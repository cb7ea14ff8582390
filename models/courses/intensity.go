package courses

// Intensity returns, by draw, the hours of a resource per client; 0 where there
// is no client. Area may be Total.
func (f *Forecast) Intensity(area, horizon int, r Resource) []float64 {
	hours, clients := f.Values(area, horizon, r, All), f.Values(area, horizon, Clients, All)
	for i, n := range clients {
		if n <= 0 {
			hours[i] = 0
			continue
		}
		hours[i] /= n
	}
	return hours
}

// VolumeIntensity parts the change of a resource's mean since the origin into
// what the number of clients and what the hours per client bring:
//
//	N₁x₁ − N₀x₀ = (N₁ − N₀)(x₀ + x₁)/2 + (x₁ − x₀)(N₀ + N₁)/2
//
// N clients, x hours per client, 0 at the origin, 1 at the horizon. Area may be
// Total. Where there are no clients at one end all is volume.
func (f *Forecast) VolumeIntensity(area, horizon int, r Resource) (volume, intensity float64) {
	return volumeIntensity(f.AtOrigin(area, Clients), f.AtOrigin(area, r), f.Cell(area, horizon, Clients, All).Mean, f.Cell(area, horizon, r, All).Mean)
}

func volumeIntensity(clients0, hours0, clients1, hours1 float64) (volume, intensity float64) {
	if clients0 <= 0 || clients1 <= 0 {
		return hours1 - hours0, 0
	}
	x0, x1 := hours0/clients0, hours1/clients1
	return (clients1 - clients0) * (x0 + x1) / 2, (x1 - x0) * (clients0 + clients1) / 2
}
