namespace MlOps.Postgres.Tests.Entities;

/// <summary>A leaf of the hierarchy of orders.</summary>
internal sealed class ExpressOrder : Order
{
    public string Courier { get; set; } = "";
}
