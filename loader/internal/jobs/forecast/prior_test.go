package forecast

import (
	"math"
	"testing"

	"github.com/framsyn/framsyn/models/courses"
)

func TestThePriorAddsUpAndMovesFromPersonsToPopulation(t *testing.T) {
	for _, ahead := range []int{1, 3, 6, 12, 36} {
		sum := prior(courses.MethodCourses, ahead) + prior(methodDemographic, ahead) + prior(methodNaive, ahead)
		for _, m := range members() {
			sum += prior(m.Name, ahead)
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%d months ahead the weights add up to %v", ahead, sum)
		}
	}
	if near := prior(courses.MethodCourses, 1); near != 0.5 {
		t.Errorf("courses weigh %v a month ahead, want half", near)
	}
	for _, ahead := range []int{12, 36} {
		if standard := prior(methodDemographic, ahead); math.Abs(standard-0.5) > 1e-9 {
			t.Errorf("%d months ahead the demographic standard weighs %v, want half", ahead, standard)
		}
	}
}
