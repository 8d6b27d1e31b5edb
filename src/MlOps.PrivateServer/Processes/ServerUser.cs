namespace MlOps.PrivateServer.Processes;

/// <summary>The unprivileged user that runs PostgreSQL when the caller is root, which PostgreSQL refuses.</summary>
internal sealed class ServerUser
{
    private const string AccountFile = "/etc/passwd";

    private ServerUser(string name, string userId, string groupId)
    {
        Name = name;
        UserId = userId;
        GroupId = groupId;
    }

    public string Name { get; }

    public string UserId { get; }

    public string GroupId { get; }

    public static bool IsNeeded => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Null for an ordinary user, which runs the programs itself.</summary>
    public static ServerUser? ForThisProcess() => IsNeeded ? Choose(File.ReadAllLines(AccountFile)) : null;

    public static ServerUser Choose(IEnumerable<string> accounts)
    {
        var entries = accounts.Select(line => line.Split(':')).Where(parts => parts.Length > 3).ToList();
        var entry = entries.Find(parts => parts[0] == "postgres")
            ?? entries.Find(parts => parts[0] == "nobody")
            ?? throw new PrivateServerException(
                PrivateServerError.Server,
                $"PostgreSQL does not run as root, and {AccountFile} has neither a user postgres nor a user nobody. "
                + "Run the command as an ordinary user, or add one: useradd --system postgres");
        return new ServerUser(entry[0], entry[2], entry[3]);
    }

    public ProgramCall Wrap(ProgramCall call)
    {
        var path = Environment.GetEnvironmentVariable("PATH") + ":/usr/bin:/usr/sbin:/bin:/sbin";
        if (Executables.Find(path, "setpriv") is { } setpriv)
        {
            string[] identity = [$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups"];
            return call with { Program = setpriv, Arguments = [.. identity, call.Program, .. call.Arguments] };
        }

        var runuser = Executables.Find(path, "runuser") ?? throw new PrivateServerException(
            PrivateServerError.Server,
            "PostgreSQL does not run as root, and neither setpriv nor runuser (package util-linux) is here to run it as "
            + $"{Name}. Install util-linux or run the command as an ordinary user.");
        return call with { Program = runuser, Arguments = ["-u", Name, "--", call.Program, .. call.Arguments] };
    }

    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        var call = new ProgramCall("chown", ["-h", $"{UserId}:{GroupId}", path]);
        var result = await ProgramRunner.RunAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new IOException($"{path} cannot be given to the user {Name}: {result.LastLines(2)}");
    }

    /// <summary>Runs `test` as this user; "-x", for instance, tells whether the user can enter a directory.</summary>
    public async Task<bool> CanAsync(string test, string path, CancellationToken cancellationToken)
    {
        var call = Wrap(new ProgramCall("test", [test, path]));
        var result = await ProgramRunner.RunAsync(call, cancellationToken).ConfigureAwait(false);
        return result.Succeeded;
    }
}
