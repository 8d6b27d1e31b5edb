namespace MlOps.PrivateServer.Programs;

/// <summary>A directory with initdb, pg_ctl and postgres of one version.</summary>
public sealed record PostgresBinaries(string Directory, Version Version)
{
    /// <summary>The oldest major version that MlOps supports. It is the first one with security_invoker, which our views need.</summary>
    public const int MinimumMajor = 15;

    internal static readonly IReadOnlyList<string> Programs = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The version to which a data directory belongs.</summary>
    public int Major => Version.Major;
}
