using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Text;

namespace Coder.Infra.Engine.Display;

/// <summary>How a run is shown.</summary>
internal sealed record DisplayOptions
{
    /// <summary>Colours.</summary>
    public Palette Palette { get; init; } = Palette.None;

    /// <summary>How times stood in the checkpoint, which is more precise than they are kept.</summary>
    public OriginalForms Forms { get; init; } = new();

    /// <summary>Show debug messages.</summary>
    public bool Debug { get; init; }

    /// <summary>Show resources that did not change.</summary>
    public bool ShowSames { get; init; }

    /// <summary>Show reads as operations of their own.</summary>
    public bool ShowReads { get; init; }

    /// <summary>Show the halves of a replacement.</summary>
    public bool ShowReplacementSteps { get; init; }

    /// <summary>Show secrets in plain text.</summary>
    public bool ShowSecrets { get; init; }

    /// <summary>Show the settings first.</summary>
    public bool ShowConfig { get; init; }

    /// <summary>Do not cut long values.</summary>
    public bool ShowFullOutput { get; init; }

    /// <summary>Do not show outputs.</summary>
    public bool SuppressOutputs { get; init; }

    /// <summary>Do not show that time passes.</summary>
    public bool SuppressProgress { get; init; }

    /// <summary>
    /// Whether a step shows in a list of steps: of a replacement the whole or, where wanted, its create and delete; what stays as
    /// it is only where wanted, or where its protection changes.
    /// </summary>
    public bool Shows(StepInfo step) => step.Type == Urn.StackType || step.Op switch
    {
        StepOp.Same => ShowSames || step.ChangesProtection,
        StepOp.CreateReplacement or StepOp.DeleteReplaced => ShowReplacementSteps,
        StepOp.Replace => !ShowReplacementSteps,
        _ => true,
    };
}
