using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Downstream.Tests;

public class CommandTests(TestServer server, SampleProject project)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_program_of_three_lines_has_all_verbs_for_the_context_of_a_team()
    {
        var connection = await server.CreateEmptyDatabaseAsync();
        var migrated = await project.RunCommandAsync("migrate", "--connection", connection);
        Assert.True(migrated.ExitCode == 0, $"{migrated}");
        Assert.Contains("_First", migrated.Output, StringComparison.Ordinal);
        Assert.Contains("Made slice investigation_", migrated.Output, StringComparison.Ordinal);
        var verified = await project.RunCommandAsync("verify", "--connection", connection);
        Assert.True(verified is { ExitCode: 0, Output: "" }, $"{verified}");

        var generated = await project.RunCommandAsync("generate", "--days", "1", "--scale", "0.0001", "--connection", connection);
        Assert.True(generated.ExitCode == 0, $"{generated}");

        await using var dataSource = NpgsqlDataSource.Create(connection);
        var letter = await StoreBlockedMerchantLetterAsync(dataSource);
        // The team's context alone knows the class of what the letter holds.
        var retried = await project.RunCommandAsync("dead-letters", "retry", "--all", "--connection", connection);
        Assert.Equal((0, $"{letter} stored", ""), (retried.ExitCode, retried.Output.Trim(), retried.Error));
        await using var command = dataSource.CreateCommand("SELECT name FROM blocked_merchant");
        Assert.Equal("Shady Ltd", await command.ExecuteScalarAsync());

        // Now the database has rows of the team.
        var refused = await project.RunCommandAsync("generate", "--days", "1", "--scale", "0.0001", "--connection", connection);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("the two would be mixed", refused.Error, StringComparison.Ordinal);

        var help = await project.RunCommandAsync();
        Assert.Contains("FraudCommand [command]", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_shows_the_statements_by_which_the_context_adopts_a_database()
    {
        var review = await project.RunCommandAsync("migrate", "--review");
        Assert.True(review.ExitCode == 0, $"{review}");
        var adoption = review.Output[review.Output.IndexOf("On a database that the migrations of MlOps made", StringComparison.Ordinal)..];
        Assert.Contains("CREATE TABLE fraud_ml_predictions (", adoption, StringComparison.Ordinal);
        Assert.DoesNotContain("CREATE TABLE ml_predictions (", adoption, StringComparison.Ordinal);
        Assert.DoesNotContain("v_model_timeline", adoption, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manual_shows_this_program() => Assert.Contains(
        $"```csharp\n{project.Read("Program.cs", "Command")}```",
            File.ReadAllText(Path.Combine(Workspace.Repository, "docs", "cli.md")),
        StringComparison.Ordinal);

    private static async Task<Guid> StoreBlockedMerchantLetterAsync(NpgsqlDataSource dataSource)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource);
        await using var context = new MlOpsDbContext(builder.Options);
        var id = Guid.CreateVersion7(Noon);
        var letter = DeadLetter.Record(
            "BlockedMerchant",
            id,
            $$"""
            {"Id": "{{id}}", "TenantId": "{{Tenants.Default}}", "CreatedAt": "{{Noon:O}}", "Name": "Shady Ltd", "BlockState": "proposed"}
            """,
            "The table was locked.",
            null,
            Noon);
        context.Add(letter);
        await context.SaveChangesAsync();
        return letter.Id;
    }
}
