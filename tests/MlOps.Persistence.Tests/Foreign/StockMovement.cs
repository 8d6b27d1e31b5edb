namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A class that knows nothing of tenants, and whose rows are only added.</summary>
internal sealed class StockMovement
{
    public required Guid Id { get; init; }

    public required string Product { get; init; }

    public required int Quantity { get; init; }
}
