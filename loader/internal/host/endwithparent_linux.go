package host

import (
	"os/exec"
	"syscall"
)

// endWithParent sees to it that the plugin does not outlive a host that was killed.
func endWithParent(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
