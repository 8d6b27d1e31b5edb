namespace MlOps.PrivateServer.Programs;

/// <summary>A directory that holds initdb, pg_ctl and postgres of one version.</summary>
public sealed record PostgresBinaries(string Directory, Version Version)
{
    /// <summary>The oldest major version that MlOps works with: views are security_invoker, which came with it.</summary>
    public const int MinimumMajor = 15;

    internal static readonly IReadOnlyList<string> Programs = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The version that a data directory is bound to.</summary>
    public int Major => Version.Major;
}
