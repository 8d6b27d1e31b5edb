using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

/// <summary>What docs/operations.md lets a person type.</summary>
public sealed class OperationsPageTests(TestDatabase database) : DatabaseTest(database)
{
    public static TheoryData<string> Commands => [.. All.Where(command => !IsVerify(command))];

    public static TheoryData<string> VerifyCommands => [.. All.Where(IsVerify)];

    private static IEnumerable<string> All =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md"))
            .Where(line => line.StartsWith("    mlops ", StringComparison.Ordinal))
            .Select(line => line.Split('|', '#')[0].Trim()["mlops ".Length..]),
    ];

    [Theory, MemberData(nameof(Commands))]
    public async Task Each_command_of_the_page_does_what_it_says(string command)
    {
        await CommandInProcess.RunAsync("migrate", "--connection", Database.OwnerConnectionString);
        await using (var context = Database.CreateOwnerContext())
            await new SliceMaintenance(context).CompleteAsync("ml_predictions", "2026_08");

        await CommandInProcess.RunAsync("run", "--once", "--connection", Database.OwnerConnectionString);
        var result = await CommandInProcess.RunAsync([.. command.Split(' '), "--connection", Database.OwnerConnectionString]);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.NotEmpty(result.Output + result.Error);
    }

    [Theory, MemberData(nameof(VerifyCommands))]
    public async Task Each_comparison_with_the_model_finds_a_good_database_good(string command)
    {
        await CommandInProcess.RunAsync("migrate", "--connection", Database.OwnerConnectionString);
        // The records of slices were deleted with the rows of other tests.
        await CommandInProcess.RunAsync("verify", "--repair", "--connection", Database.OwnerConnectionString);
        var result = await CommandInProcess.RunAsync([.. command.Split(' '), "--connection", Database.OwnerConnectionString]);
        Assert.True(result is { ExitCode: 0, Output: "" }, result.ToString());
    }

    private static bool IsVerify(string command) => command.StartsWith("verify", StringComparison.Ordinal);
}
