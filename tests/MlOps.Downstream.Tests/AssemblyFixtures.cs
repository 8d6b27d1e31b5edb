using MlOps.Downstream.Tests;
using MlOps.Testing;

[assembly: AssemblyFixture(typeof(TestServer))]
[assembly: AssemblyFixture(typeof(SampleProject))]
