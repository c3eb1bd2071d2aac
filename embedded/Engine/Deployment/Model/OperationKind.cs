namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>What a run does.</summary>
public enum OperationKind
{
    /// <summary>Runs the program and shows what would change.</summary>
    Preview,

    /// <summary>Runs the program and changes what differs.</summary>
    Update,

    /// <summary>Reads every resource and takes what it finds into the state.</summary>
    Refresh,

    /// <summary>Deletes every resource.</summary>
    Destroy,

    /// <summary>Takes existing resources under the stack.</summary>
    Import,
}
