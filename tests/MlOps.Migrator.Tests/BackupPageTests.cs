using System.Diagnostics;
using System.Text.RegularExpressions;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

/// <summary>What docs/operations.md says of backups.</summary>
public sealed partial class BackupPageTests(TestServer server, TestDatabase database) : DatabaseTest(database)
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    [Fact]
    public async Task Each_command_of_the_page_does_what_it_says()
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.Model("search"));
            await context.SaveChangesAsync();
        }

        using var directory = new TestDirectory();
        var target = await server.CreateEmptyDatabaseAsync();
        var script = $$"""
            set -euo pipefail
            cd '{{directory.Path}}'
            mlops() { dotnet '{{PublishedCommand.File}}' "$@"; }
            {{BashBlock().Match(Page).Groups[1].Value}}
            """;
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["MLOPS_CONNECTION"], start.Environment["RESTORED"]) = (Database.OwnerConnectionString, target);
        using var process = Process.Start(start)!;
        var result = await CommandLine.FinishAsync(process);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Restored ", result.Output, StringComparison.Ordinal);
        var models = await CommandInProcess.RunAsync("models", "list", "--connection", target);
        Assert.Contains("\nsearch\t", models.Output, StringComparison.Ordinal);
        await server.DropDatabaseAsync(target);
    }

    [Fact]
    public async Task The_login_of_the_page_can_back_up()
    {
        var login = $"backup_{Guid.NewGuid():N}";
        var sql = SqlBlock().Matches(Page).Single(block => block.Value.Contains("BYPASSRLS", StringComparison.Ordinal)).Groups[1].Value;
        await Database.ExecuteAsync(Backup().Replace(sql, login).Replace("'…'", $"'{login}'", StringComparison.Ordinal));
        try
        {
            using var directory = new TestDirectory();
            var connection = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString) { Username = login, Password = login };
            var result = await CommandInProcess.RunAsync(
                "backup", "create", "--to", directory.Child("backups"), "--connection", connection.ConnectionString);
            Assert.True(result.ExitCode == 0, result.ToString());
        }
        finally
        {
            await Database.ExecuteAsync($"DROP OWNED BY {login}; DROP ROLE {login}");
        }
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();

    [GeneratedRegex(@"\bbackup\b")]
    private static partial Regex Backup();
}
