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
		if math.Abs(sum-1) > 0.02 { // the blend normalises
			t.Errorf("%d months ahead the weights add up to %v", ahead, sum)
		}
	}
	if near := prior(courses.MethodCourses, 1); near != 0.5 {
		t.Errorf("courses weigh %v a month ahead, want half", near)
	}
	if a, b := prior(courses.MethodCourses, 12), prior(methodDemographic, 12); math.Abs(a-b) > 0.03 {
		t.Errorf("a year ahead courses weigh %v and the standard %v, want about the same", a, b)
	}
}
