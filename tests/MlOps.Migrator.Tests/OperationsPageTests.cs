using System.Text.RegularExpressions;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

/// <summary>What docs/operations.md lets a person type.</summary>
public sealed partial class OperationsPageTests(TestDatabase database) : DatabaseTest(database)
{
    private static IEnumerable<string> All =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "operations.md"))
            .Where(line => line.StartsWith("    mlops ", StringComparison.Ordinal))
            .Select(line => line.Split('|', '#')[0].Trim()["mlops ".Length..]),
    ];

    [Fact]
    public async Task The_commands_of_the_page_do_what_they_say_one_after_the_other()
    {
        await RunAsync("migrate");
        await using (var context = Database.CreateOwnerContext())
            await new SliceMaintenance(context).CompleteAsync("ml_predictions", "2026_08");

        await RunAsync("run --once");
        // The records of slices were deleted with the rows of other tests, so that a comparison would find them missing.
        await RunAsync("verify --repair");
        var failures = new List<string>();
        foreach (var command in All)
        {
            var result = await RunAsync(command);
            // Months between the slice of the test and the present have none, which is information.
            var isSilent = result.Output + result.Error == "" && !IsVerify(command);
            if (result.ExitCode != 0 || isSilent || result.Output.Contains("damage", StringComparison.Ordinal))
                failures.Add($"{command}: {result}");
        }

        File.Delete("review.html");
        Assert.Empty(failures);
    }

    private static bool IsVerify(string command) => command.StartsWith("verify", StringComparison.Ordinal);

    private Task<CommandResult> RunAsync(string command) =>
        CommandInProcess.RunAsync(
        [
            .. Word().Matches(command).Select(word => word.Value.Trim('\'')), "--connection", Database.OwnerConnectionString,
        ]);

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();
}
