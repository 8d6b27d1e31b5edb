using MlOps.Persistence.Maintenance.Verify;
using MlOps.Persistence.Tests.Renamed;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Verify;

/// <summary>Each damage is found and named, and what is safe is mended.</summary>
[StandardNames("Its damages name the tables of the library.")]
public sealed class DamageTests(VerifiedDatabase database) : IClassFixture<VerifiedDatabase>
{
    public static TheoryData<string> Names => [.. Damages.All.Keys];

    // Of each table, view or function there is one damage in a round.
    private static readonly IReadOnlyList<IReadOnlyList<Damage>> Rounds =
    [
        .. Damages.All.Values.Where(damage => damage is { IsMended: true, IsOfTheServer: false }).GroupBy(damage => damage.Target)
            .SelectMany(same => same.Index()).GroupBy(numbered => numbered.Index, numbered => numbered.Item)
            .Select(round => (IReadOnlyList<Damage>)[.. round]),
    ];

    public static TheoryData<int> RoundNumbers => [.. Enumerable.Range(0, Rounds.Count)];

    [Fact]
    public async Task Nothing_is_found_in_a_database_with_slices() => Assert.Empty(await database.FindAsync());

    [Theory, MemberData(nameof(Names))]
    public async Task It_is_found(string name)
    {
        var damage = Damages.All[name];
        await using var connection = await database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(damage.Sql, connection))
            await command.ExecuteNonQueryAsync();

        var findings = (await database.FindAsync(connection)).Where(finding => finding.Severity == FindingSeverity.Damage).ToList();
        var finding = Assert.Single(findings, found => (found.Kind, found.Name) == (damage.Kind, damage.Object));
        Assert.Equal(damage.IsMended, finding.IsSafe);
        Assert.NotEqual(finding.Expected, finding.Found);
        Assert.True(finding.IsSafe || finding.ToDo is not null || finding.Repair.Count > 0, "It says what to do.");
        Assert.Equal(
            damage.Others.Append(damage.Object).Order(), findings.Select(found => found.Name).Distinct().Order());
    }

    [Theory, MemberData(nameof(RoundNumbers))]
    public async Task A_repair_mends_many_at_once_and_leaves_nothing(int round)
    {
        foreach (var damage in Rounds[round])
            await database.ExecuteAsync(damage.Sql);

        var repairs = await database.RepairAsync();
        var left = repairs.Left.Where(finding => finding.Severity == FindingSeverity.Damage).ToList();
        Assert.True(left.Count == 0, string.Join('\n', left));
        Assert.Superset(
            Rounds[round].Select(damage => (damage.Kind, damage.Object)).ToHashSet(),
            repairs.Repaired.Select(finding => (finding.Kind, finding.Name)).ToHashSet());
        foreach (var rest in Rounds[round].Select(damage => damage.Rest).OfType<string>())
            await database.ExecuteAsync(rest);

        Assert.Empty(await database.FindAsync());
    }
}
