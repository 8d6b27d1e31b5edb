using System.Diagnostics;
using MlOps.Persistence.Local;

namespace MlOps.Testing;

/// <summary>
/// A small process that outlives a test run which is killed, and then ends the run's server and deletes its directory.
/// It learns of the end by its standard input, which the system closes whatever happened.
/// </summary>
internal sealed class ServerReaper(LocalHome home) : IDisposable
{
    private const string Script =
        """
        trap '' INT TERM HUP
        while read -r _; do :; done
        pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
        if [ -n "$pid" ] && ps -o args= -p "$pid" | grep -qF -- "$1"; then
            kill -QUIT "$pid"
            tries=0
            while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
        fi
        rm -rf -- "$1"
        """;

    private Process? _process;

    /// <summary>Starts watching. On Windows there is no shell to do it, and only a run that ends by itself cleans up.</summary>
    public void Watch()
    {
        if (OperatingSystem.IsWindows())
            return;

        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", Script, "mlops-test-reaper", home.Directory])
            start.ArgumentList.Add(argument);

        _process = Process.Start(start);
    }

    public void Dispose()
    {
        _process?.StandardInput.Close();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }
}
