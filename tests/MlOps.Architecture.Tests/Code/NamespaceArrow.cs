namespace MlOps.Architecture.Tests.Code;

/// <summary>One namespace uses another.</summary>
/// <param name="From">The namespace that uses the other, below the root namespace of its project. Empty for the root.</param>
/// <param name="To">The namespace that is used.</param>
/// <param name="Example">A place where that is so.</param>
internal sealed record NamespaceArrow(string From, string To, string Example);
