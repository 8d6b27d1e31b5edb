using System.ComponentModel;
using System.Text;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Programs;

/// <summary>Inspects the places of one search, and remembers why each was refused.</summary>
internal sealed class PostgresInspection(int? major)
{
    // pg_ctl and initdb put their own path into a shell command between double quotes.
    private const string UnsafeInShell = "\"$`";

    private readonly List<(string Place, string Reason)> _refused = [];
    private readonly ServerUser? _serverUser = ServerUser.ForThisProcess();

    public int? Major => major;

    public string LastReason => _refused[^1].Reason;

    public void Reject(string place, string reason) => _refused.Add((place, reason));

    public async Task<PostgresBinaries?> InspectAsync(string directory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory))
            return Refuse(directory, "no such directory");
        if (!OperatingSystem.IsWindows() && directory.AsSpan().IndexOfAny(UnsafeInShell) >= 0)
            return Refuse(directory, "PostgreSQL's programs do not start from a path with \", $ or ` in it");

        var missing = PostgresBinaries.Programs
            .Where(program => !File.Exists(Path.Combine(directory, Executables.FileName(program))))
            .ToList();
        if (missing.Count > 0)
            return Refuse(directory, $"it has no {string.Join(" and no ", missing)}");

        var said = await AskVersionAsync(directory, cancellationToken).ConfigureAwait(false);
        if (!said.Succeeded)
            return Refuse(directory, $"postgres --version fails: {said.LastLines(1)}");
        if (PostgresVersion.Parse(said.Output) is not { } version)
            return Refuse(directory, $"postgres --version says {said.LastLines(1)}, which is not a version");
        if (version.Major < PostgresBinaries.MinimumMajor)
            return Refuse(directory, $"version {version}, too old");
        if (major is not null && version.Major != major)
            return Refuse(directory, $"version {version}, but the data directory needs {major}");
        return new PostgresBinaries(directory, version);
    }

    public PrivateServerException NothingFound()
    {
        var wanted = major is null ? $"version {PostgresBinaries.MinimumMajor} or newer" : $"version {major}";
        var package = major is null ? "postgresql" : $"postgresql-{major}";
        var formula = major is null ? "postgresql" : $"postgresql@{major}";
        var message = new StringBuilder()
            .AppendLine($"No PostgreSQL server programs (initdb, pg_ctl, postgres; {wanted}) were found. These places were searched:");
        foreach (var (place, reason) in _refused)
            message.AppendLine($"  {place}: {reason}");
        message.AppendLine("Do one of these:")
            .AppendLine($"  Debian, Ubuntu    sudo apt-get install {package}")
            .AppendLine("  Fedora, Red Hat   sudo dnf install postgresql-server")
            .AppendLine($"  macOS             brew install {formula}");
        if (NpmPackage.Offers(major))
            message.AppendLine("  anywhere          install npm (https://nodejs.org), which fetches a copy");
        message.Append($"  already installed set {PostgresSearch.ExplicitVariable} to the directory of initdb");
        if (major is not null)
            message.AppendLine().Append("  data not needed   mlops local destroy, then start again with another version");
        return new PrivateServerException(PrivateServerError.PostgresNotFound, message.ToString());
    }

    private PostgresBinaries? Refuse(string directory, string reason)
    {
        Reject(directory, reason);
        return null;
    }

    // Runs as the user that will run the server, which may be unable to enter the directory.
    private async Task<ProgramResult> AskVersionAsync(string directory, CancellationToken cancellationToken)
    {
        var call = new ProgramCall(Path.Combine(directory, Executables.FileName("postgres")), ["--version"]);
        try
        {
            return await ProgramRunner.RunAsync(_serverUser?.Wrap(call) ?? call, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception exception)
        {
            return new ProgramResult(exception.NativeErrorCode, "", exception.Message);
        }
    }
}
