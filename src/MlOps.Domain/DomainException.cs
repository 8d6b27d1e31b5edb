namespace MlOps.Domain;

/// <summary>A value or a transition that the domain refuses. The message names the property and the value.</summary>
public class DomainException(string message) : Exception(message);
