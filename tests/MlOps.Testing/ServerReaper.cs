using System.Diagnostics;

namespace MlOps.Testing;

/// <summary>
/// A small process that survives when the test process is killed. Then it stops the servers below a directory and deletes the
/// directory, unless another test process uses them. It notices the end by its standard input, which the system always closes.
/// </summary>
internal sealed class ServerReaper(string directory, bool isShared = false) : IDisposable
{
    // It uses shell built-ins where possible: a slim image has no ps, but macOS, which has no /proc, does.
    // The process number in the file of a killed server may belong to another server by now, if this user can see which.
    // In many containers a process that has ended stays as a zombie, since no parent reads its exit code.
    // The directory is deleted repeatedly, since an initdb or an npm may still write in it.
    // Before a shared directory is deleted, "leases" is renamed, and then no process can join: see RunDirectory.
    private const string Script =
        """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        while read -r _; do :; done

        if [ "$2" = shared ]; then
            rm -f -- "$1/leases/$$"
            sleep 5
            mv -- "$1/leases" "$1/ending" || exit
            for lease in "$1"/ending/*; do
                kill -0 "${lease##*/}" && { mv -- "$1/ending" "$1/leases"; exit; }
            done
        fi

        serves() {
            if [ -d /proc/self ]; then
                read -r _ name state _ < "/proc/$1/stat" && [ "$name" = '(postgres)' ] && [ "$state" != Z ] &&
                    { [ ! -e "/proc/$1/cwd" ] || [ "/proc/$1/cwd" -ef "$2" ]; }
            else
                case $(ps -o stat=,comm= -p "$1") in Z*) false ;; *postgres) true ;; *) false ;; esac
            fi
        }

        end() {
            serves "$@" || return
            kill -QUIT "$1"
            tries=0
            while serves "$@"; do
                tries=$((tries + 1))
                [ "$tries" -eq 100 ] && kill -KILL "$1"
                [ "$tries" -eq 150 ] && return
                sleep 0.1
            done
        }

        tries=0
        while [ -e "$1" ] && [ "$tries" -lt 100 ]; do
            for file in "$1"/data/postmaster.pid "$1"/*/data/postmaster.pid "$1"/*/*/data/postmaster.pid; do
                read -r pid < "$file" && end "$pid" "${file%/*}"
            done
            rm -rf -- "$1" || sleep 0.1
            tries=$((tries + 1))
        done
        """;

    // It must not get a signal to the whole process group of the run.
    private const string InSessionOfItsOwn = "command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

    private Process? _process;

    /// <summary>The id of the watching process.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Starts to watch. Windows has no shell for it, so there only a run that ends normally cleans up.</summary>
    public void Watch()
    {
        if (OperatingSystem.IsWindows())
            return;

        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        string[] reaper = ["/bin/sh", "-c", Script, "mlops-test-reaper", directory, isShared ? "shared" : "own"];
        foreach (var argument in (string[])["-c", InSessionOfItsOwn, "sh", .. reaper])
            start.ArgumentList.Add(argument);

        _process = Process.Start(start);
    }

    public void Dispose()
    {
        _process?.StandardInput.Close();
        // The reaper of a shared directory waits for the next process of the run; this process need not wait for it.
        if (!isShared)
            _process?.WaitForExit();

        _process?.Dispose();
        _process = null;
    }
}
