namespace MlOps.Postgres;

/// <summary>A function as SQL.</summary>
/// <param name="Arguments">Between the brackets after its name: "order_id uuid".</param>
/// <param name="Definition">What follows: RETURNS, LANGUAGE, AS.</param>
public sealed record SqlFunction(string Arguments, string Definition);
