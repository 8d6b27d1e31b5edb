using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Verify;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Verify;

/// <summary>A migrated database with slices of two months, and what its model makes.</summary>
public sealed class VerifiedDatabase : TestDatabase<MlOpsDbContext>
{
    public static readonly DateTimeOffset Start = new(2031, 1, 15, 0, 0, 0, TimeSpan.Zero);

    internal ModelCatalogue Model { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = CreateOwnerContext();
        await new SchemaUpgrade(context).RunAsync(Start, Start.AddDays(20));
        Model = await new ModelBuild(context).ReadAsync(default);
    }

    /// <summary>What is found on a connection, within its transaction.</summary>
    internal async Task<IReadOnlyList<SchemaFinding>> FindAsync(NpgsqlConnection connection)
    {
        await using var context = CreateOwnerContext();
        return await new DatabaseCheck(context, Model).FindAsync(connection, default);
    }

    /// <summary>What is found when the model is known already.</summary>
    internal async Task<IReadOnlyList<SchemaFinding>> FindAsync()
    {
        await using var context = CreateOwnerContext();
        return await new DatabaseCheck(context, Model).FindAsync(default);
    }

    /// <summary>Repairs what is found when the model is known already.</summary>
    internal async Task<SchemaRepairs> RepairAsync()
    {
        await using var context = CreateOwnerContext();
        return await new RepairRun(context, new DatabaseCheck(context, Model), null).RunAsync(default);
    }
}
