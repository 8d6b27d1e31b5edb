using System.Security.Cryptography;
using System.Text;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer;

/// <summary>The directories and files of the private server of a project.</summary>
public sealed record LocalHome
{
    /// <summary>The variable that sets another directory for everything.</summary>
    public const string Variable = "MLOPS_HOME";

    /// <summary>A home in the given directories.</summary>
    public LocalHome(string directory, string binariesCache)
    {
        if (directory.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
        {
            throw new PrivateServerException(
                PrivateServerError.Directory,
                $"The directory '{directory.ReplaceLineEndings("\\n")}' has a line break in its name, which PostgreSQL "
                + $"does not accept. Set {Variable} to another directory.");
        }

        Directory = directory;
        BinariesCache = binariesCache;
    }

    /// <summary>The directory of the server of this project.</summary>
    public string Directory { get; }

    /// <summary>PostgreSQL's programs from npm, which all projects of the user share.</summary>
    public string BinariesCache { get; }

    /// <summary>PostgreSQL's data directory.</summary>
    public string DataDirectory => Path.Combine(Directory, "data");

    internal string LogFile => Path.Combine(Directory, "server.log");

    internal string PasswordFile => Path.Combine(Directory, "password");

    internal string PortFile => Path.Combine(Directory, "port");

    internal string LockFile => Path.Combine(Directory, "mlops.lock");

    /// <summary>The home of the project around the current directory.</summary>
    public static LocalHome OfThisProject() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } moved
        ? In(moved)
        : OfProject(Environment.CurrentDirectory, UserDirectory());

    /// <summary>A home with everything in one directory, also the cache.</summary>
    public static LocalHome In(string directory)
    {
        var absolute = Path.GetFullPath(directory);
        return new LocalHome(absolute, Path.Combine(absolute, CacheName));
    }

    internal const string CacheName = "postgres";

    internal static LocalHome OfProject(string currentDirectory, string userDirectory)
    {
        var project = ProjectDirectory(currentDirectory);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..8];
        var name = Path.GetFileName(project) is { Length: > 0 } folder ? folder : "root";
        return new LocalHome(Path.Combine(userDirectory, $"{name}-{hash}"), Path.Combine(userDirectory, CacheName));
    }

    private static string ProjectDirectory(string currentDirectory)
    {
        for (var directory = new DirectoryInfo(currentDirectory); directory is not null; directory = directory.Parent)
        {
            if (Path.Exists(Path.Combine(directory.FullName, ".git"))
                || directory.EnumerateFiles("*.sln*", Readable).Any(IsSolution))
            {
                return directory.FullName;
            }
        }

        return Path.GetFullPath(currentDirectory);
    }

    private static bool IsSolution(FileInfo file) => file.Extension is ".sln" or ".slnx";

    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    private static string UserDirectory()
    {
        // The user that runs the server for root cannot enter /root.
        if (ServerUser.IsNeeded)
            return "/var/lib/mlops";

        var data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.IsPathFullyQualified(data)
            ? Path.Combine(data, "mlops")
            : throw new PrivateServerException(
                PrivateServerError.Directory,
                $"This user has no directory for application data. Set {Variable} to a directory that you can write.");
    }
}
