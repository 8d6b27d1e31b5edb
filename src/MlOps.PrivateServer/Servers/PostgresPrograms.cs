using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>Runs initdb and pg_ctl for one home, as the user that PostgreSQL accepts.</summary>
internal sealed class PostgresPrograms(
    string programsDirectory, LocalHome home, ServerUser? serverUser, IReadOnlyDictionary<string, string> settings)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    public Task<ProgramResult> InitializeAsync(
        string directory, string passwordFile, CancellationToken cancellationToken) => RunAsync(
        "initdb",
        [
            "-D", directory, "-U", LocalServerInfo.User, "--auth=scram-sha-256", $"--pwfile={passwordFile}",
            "--encoding=UTF8", "--locale=C", "--data-checksums", .. Durability,
        ],
        cancellationToken);

    public Task<ProgramResult> StartAsync(int port, CancellationToken cancellationToken)
    {
        var fixedSettings = new Dictionary<string, string>
        {
            ["listen_addresses"] = LocalServerInfo.Host,
            ["port"] = $"{port}",
            ["unix_socket_directories"] = "",
        };
        var options = settings.Concat(fixedSettings).Select(s => "-c " + ShellWord.Quote($"{s.Key}={s.Value}"));
        return RunAsync(
            "pg_ctl",
            [
                "start", "-w", "-t", $"{StartLimit.TotalSeconds:0}", "-l", Path.GetFileName(home.LogFile),
                "-o", string.Join(' ', options),
            ],
            cancellationToken);
    }

    public Task<ProgramResult> StopAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        RunAsync("pg_ctl", ["stop", "-w", "-t", $"{limit.TotalSeconds:0}", "-m", "fast"], cancellationToken);

    // A test suite, which runs the server without fsync, need not wait for the disk here either.
    private string[] Durability => settings.GetValueOrDefault("fsync") == "off" ? ["--no-sync"] : [];

    private Task<ProgramResult> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        // pg_ctl copies -D and -l into a shell command between double quotes, where a path could end the quotes. So the
        // environment names the data directory, and the log is relative to the working directory.
        var call = new ProgramCall(Path.Combine(programsDirectory, Executables.FileName(program)), arguments)
        {
            WorkingDirectory = home.Directory,
            Environment = new Dictionary<string, string> { ["PGDATA"] = home.DataDirectory, ["LC_ALL"] = "C" },
        };
        return ProgramRunner.RunAsync(serverUser?.Wrap(call) ?? call, cancellationToken);
    }
}
