using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>A test that stops a drain before its exchange, and lets it go on.</summary>
public abstract class SliceDrainTest(TestDatabase database) : DatabaseTest(database)
{
    private NpgsqlConnection? _holder;

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_holder is not null)
            await _holder.DisposeAsync();

        await base.DisposeAsync();
    }

    private protected WaitingRows Rows(string month) =>
        new(Database, DateTimeOffset.Parse($"{month}-01", null, System.Globalization.DateTimeStyles.AssumeUniversal));

    private protected async Task<Task<IReadOnlyList<string>>> HoldAsync(WaitingRows rows, CancellationToken cancellationToken = default)
    {
        _holder = await rows.HoldAsync();
        var drain = rows.EnsureAsync(cancellationToken);
        await rows.IsCopiedAsync();
        return drain;
    }

    private protected NpgsqlConnection Holder => _holder!;

    private protected Task ReleaseAsync() => ExecuteAsync(Holder, "ROLLBACK");

    private protected static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
