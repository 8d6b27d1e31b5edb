namespace MlOps.Domain;

/// <summary>A change that the entity's present state does not allow.</summary>
public sealed class IllegalTransitionException(string message) : DomainException(message);
