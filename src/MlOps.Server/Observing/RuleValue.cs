namespace MlOps.Server.Observing;

/// <summary>What the last evaluation of an alert rule saw of a subject.</summary>
internal sealed record RuleValue(string Rule, string Metric, string Subject, double Value);
