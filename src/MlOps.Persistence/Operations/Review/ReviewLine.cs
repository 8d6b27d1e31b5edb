namespace MlOps.Persistence.Operations.Review;

/// <summary>A line of a review: an answer of this period beside that of the period before.</summary>
/// <param name="Item">What the checklist asks for: "prediction volume".</param>
/// <param name="Subject">Of what: a service, a job, a table. Empty for all.</param>
/// <param name="Unit">What the numbers are: "predictions", "GB".</param>
/// <param name="ThisPeriod">The number of this period; null if it has none.</param>
/// <param name="PeriodBefore">The number of the period before; null if it has none, or if nothing tells what was then.</param>
/// <param name="ToDo">What to do. Null if it is well.</param>
public sealed record ReviewLine(
    string Item, string Subject, string Unit, double? ThisPeriod, double? PeriodBefore, string? ToDo = null);
